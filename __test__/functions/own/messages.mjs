// What is told of a function that cannot be sent, word for word: each row of the table in docs/functions.md.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { placeOf, runCases } from '../cases/harness.mjs';
import { seven } from '../cases/modules/wasm.mjs';

const pool = new ThreadPoolExecutor(1);
const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * `run` throws exactly this.
 *
 * @param {object} told
 * @param {string} [told.at] a text that is in this program once: the message has the place of its beginning
 * @param {string} [told.place] the place, where it is not in this program
 * @param {string} [told.function] the name of the function, unless it has none
 */
function told(name, run, { code, reason, hint, at, place: where, function: called }) {
  const check = async (program) => {
    const subject = called === undefined ? 'the function' : `'${called}'`;
    const found = at === undefined ? where : `${folder}${placeOf(at, program)}`;
    const place = found === undefined ? '' : ` (${found})`;
    let error;
    try {
      await run();
    } catch (thrown) {
      error = thrown;
    }
    assert.equal(error?.message, `Cannot send ${subject} to a worker: it ${reason}.${place}\n  ${hint}`);
    assert.equal(error.code, code);
    assert.equal(error.name, 'TaskError');
  };
  return { name, check };
}

/** `run` fails with exactly this message: a function that is inside of something else, and what is no function. */
function says(name, run, code, message) {
  const check = async (program) => {
    const error = await Promise.resolve()
      .then(run)
      .then(
        () => undefined,
        (reason) => reason,
      );
    assert.equal(error?.message, typeof message === 'function' ? message(program) : message);
    assert.equal(error.code, code);
    assert.equal(error.name, 'TaskError');
  };
  return { name, check };
}

class Parent {
  hello() {
    return 'hello';
  }
}

class Child extends Parent {
  #secret = 1;
  hello() {
    return super.hello();
  }
  submitThis() {
    return pool.submit(() => this.field);
  }
  submitSuper() {
    return pool.submit(() => super.hello());
  }
  submitPrivate() {
    return pool.submit((other) => other.#secret, {});
  }
}
const child = new Child();

const withGetter = {
  get one() {
    return 1;
  },
};

const inFunction = 'Send a plain function; make the object inside the worker.';
const unbound = 'Send the plain function and pass what it needs as arguments.';

const rows = [
  told(
    'a variable that cannot be copied',
    () => {
      const emitter = new EventEmitter();
      return pool.submit(() => emitter.listenerCount('change'));
    },
    {
      code: 'ERR_TASK_CAPTURE',
      reason: 'uses `emitter`, an instance of EventEmitter, which cannot be copied to another thread',
      at: 'emitter.listenerCount',
      hint: 'Make it inside the function, or move the function and `emitter` to the top level of a module (each worker then makes its own).',
    },
  ),
  told('a name that is no global', () => pool.submit(() => notDeclared + 1), {
    code: 'ERR_TASK_CAPTURE',
    reason: 'uses `notDeclared`, which is not a global',
    at: 'notDeclared + 1',
    hint: 'Pass it as an argument: submit((notDeclared, ...rest) => ..., notDeclared), or import or define it inside the function.',
  }),
  told(
    'an assignment',
    () => {
      let count = 0;
      return pool.submit(() => {
        count += 1;
      });
    },
    {
      code: 'ERR_TASK_ASSIGN',
      reason: 'assigns to `count`, a variable of the function around it',
      at: 'count += 1',
      hint: 'The worker would change only its own copy of `count`. Return the value.',
    },
  ),
  told('this', () => child.submitThis(), {
    code: 'ERR_TASK_THIS',
    reason: 'is an arrow function which uses `this` of the function around it',
    at: 'this.field)',
    hint: 'Copy the fields it needs to a const first, or pass them as arguments: submit((x) => ..., this.x).',
  }),
  told(
    'arguments',
    () => {
      function variadic() {
        return pool.submit(() => arguments[0]);
      }
      return variadic(1);
    },
    {
      code: 'ERR_TASK_THIS',
      reason: 'uses `arguments` of the function around it',
      at: 'arguments[0]',
      hint: 'Pass the values as arguments.',
    },
  ),
  told(
    'new.target',
    () =>
      (function () {
        return pool.submit(() => new.target);
      })(),
    {
      code: 'ERR_TASK_THIS',
      reason: 'uses `new.target` of the function around it',
      at: 'new.target);',
      hint: 'Pass the values as arguments.',
    },
  ),
  told('a function that is bound to what cannot be copied', () => pool.submit(Math.max.bind(Promise.resolve())), {
    code: 'ERR_TASK_BOUND',
    reason: 'is bound to `this`, an instance of Promise, which cannot be copied',
    hint: unbound,
    function: 'bound max',
  }),
  told('an argument that is bound', () => pool.submit(Math.max.bind(null, 1, { deep: Promise.resolve() })), {
    code: 'ERR_TASK_BOUND',
    reason: 'is bound to argument 2.deep, an instance of Promise, which cannot be copied',
    hint: unbound,
    function: 'bound max',
  }),
  told('native code', () => pool.submit(seven), {
    code: 'ERR_TASK_NATIVE',
    reason: 'is native code without a JavaScript source (a bound function, a WebAssembly export or an addon function)',
    hint: 'Wrap it: submit((...args) => theModule.fn(...args)).',
    function: '0',
  }),
  told('a class', () => pool.submit(Parent), {
    code: 'ERR_TASK_CLASS',
    reason: 'is a class',
    hint: 'Send a function which makes the object: submit((...a) => new C(...a).run()).',
    function: 'Parent',
  }),
  told('a method with super', () => pool.submit(child.hello), {
    code: 'ERR_TASK_SUPER',
    reason: 'is a method which uses `super`',
    at: 'super.hello();',
    hint: inFunction,
    function: 'hello',
  }),
  told('super of the method around it', () => child.submitSuper(), {
    code: 'ERR_TASK_SUPER',
    reason: 'uses `super` of the method around it',
    at: 'super.hello());',
    hint: inFunction,
  }),
  told('a private name', () => child.submitPrivate(), {
    code: 'ERR_TASK_PRIVATE',
    reason: 'uses the private name #secret of a class it is not part of once sent',
    at: '#secret, {}',
    hint: 'Move the work into a function which takes what it needs as arguments.',
  }),
  told('a getter', () => pool.submit(Object.getOwnPropertyDescriptor(withGetter, 'one').get), {
    code: 'ERR_TASK_ACCESSOR',
    reason: 'is a getter or setter',
    at: 'get one()',
    hint: 'Send a plain function which reads the property.',
    function: 'get one',
  }),
  told('a Proxy', () => pool.submit(new Proxy(Math.max, {})), {
    code: 'ERR_TASK_PROXY',
    reason: 'is a Proxy',
    hint: 'Send the function behind it.',
  }),
  // biome-ignore lint/security/noGlobalEval: that is what is told of.
  told('eval', () => pool.submit((code) => eval(code), '1'), {
    code: 'ERR_TASK_SOURCE',
    reason: 'calls `eval`, whose code may use any variable around it',
    at: 'eval(code), ',
    hint: 'Use (0, eval)(code), which sees globals only, or new Function(code).',
  }),
  told('with', () => pool.submit(new Function('object', 'with (object) { return a; }'), { a: 1 }), {
    code: 'ERR_TASK_SOURCE',
    reason: 'is in, or has, a `with` statement, where no name is certain',
    hint: 'Name the object: object.property.',
    function: 'anonymous',
  }),
  says(
    'a bound function that cannot be sent itself',
    () => pool.submit(child.hello.bind(null)),
    'ERR_TASK_SUPER',
    "Cannot send 'bound hello' to a worker: it is bound, and its function is a method which uses `super`.",
  ),
  says(
    'a function in an argument',
    () => {
      let calls = 0;
      return pool.submit((fn) => fn.deep(), {
        deep: () => {
          calls++;
        },
      });
    },
    'ERR_TASK_ASSIGN',
    (program) =>
      'Cannot send argument 1.deep: it assigns to `calls`, a variable of the function around it. ' +
      `(${folder}${placeOf('calls++', program)})\n  The worker would change only its own copy of \`calls\`. Return the value.`,
  ),
  says(
    'an argument',
    () => pool.submit((value) => value, { deep: Promise.resolve() }),
    'ERR_TASK_ARGUMENT',
    'Cannot send argument 1.deep: it is an instance of Promise. Send what it holds as plain data, and make it again in the task.',
  ),
  says(
    'a result',
    () => pool.submit(() => ({ deep: Promise.resolve() })),
    'ERR_TASK_RESULT',
    'Cannot send the result.deep: it is an instance of Promise. Send what it holds as plain data, and make it again in the task.',
  ),
  says(
    'a task that is called',
    () => tasks(() => import('./modules/shapes.mjs')).area(1),
    'ERR_TASK_FUNCTION',
    "'area' is a task, which is submitted and not called: pool.submit(work.area, ...)",
  ),
  says(
    'a module that is not there',
    () => tasks(() => import('no-such-package')),
    'ERR_TASK_MODULE',
    `Cannot resolve 'no-such-package' from ${import.meta.url}.\n` +
      "  Give tasks(new URL(import.meta.resolve('no-such-package'))).",
  ),
];

const tooEarly = told(
  'a variable without a value',
  () => {
    const reads = () => declaredLater; // read too early
    const future = pool.submit(reads);
    const declaredLater = 1;
    return future.then(() => declaredLater);
  },
  {
    code: 'ERR_TASK_TDZ',
    reason: 'uses `declaredLater`, which has no value yet',
    at: 'declaredLater; // read too early',
    hint: 'Call submit() after the line which declares it.',
    function: 'reads',
  },
);

// Node 20 cannot tell a local variable that has no value yet.
rows.push(process.version.startsWith('v20.') ? { ...tooEarly, check: () => {} } : tooEarly);

await runCases(import.meta.url, pool, rows);
