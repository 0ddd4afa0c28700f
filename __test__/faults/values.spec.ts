import { isMainThread, threadId } from 'node:worker_threads';
import test, { type ExecutionContext } from 'ava';
import { rebuild, reduce, tasks } from 'nogil';
import { DecodeError, type Future, TaskError, ThreadPoolExecutor, WorkerTerminated } from 'nogil/futures';
import { fixture, run } from '../child.js';
import type { Plan } from '../fixtures/traps.js';
import { Trap } from '../fixtures/traps.js';
import { nodes } from '../nodes.js';

const pool = new ThreadPoolExecutor(1);
test.after.always(() => pool.shutdown());

const traps = tasks(() => import('../fixtures/traps.js'));

function add(a: number, b: number): number {
  return a + b;
}

function threadOf(): number {
  return threadId;
}

async function reason(future: Future<unknown> | Promise<unknown>): Promise<unknown> {
  try {
    return await future;
  } catch (error) {
    return error;
  }
}

class Secret {
  readonly #secret = 1;
  reveal(): number {
    return this.#secret;
  }
}

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level++) {
    value = { next: value };
  }
  return value;
}

const detached = new ArrayBuffer(8);
const viewOfDetached = new Uint8Array(detached);
structuredClone(detached, { transfer: [detached] });

const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** What cannot travel, and how the error begins. */
const unsendable: [title: string, value: unknown, message: string][] = [
  ['a WeakMap', new WeakMap(), ': it is an instance of WeakMap'],
  ['deep within', { a: { b: [0, 1, 2, new WeakMap()] } }, '.a.b[3]: it is an instance of WeakMap'],
  ['behind an awkward key', { 'with space': [new WeakMap()] }, '["with space"][0]: it is an instance of WeakMap'],
  ['in a Map', { map: new Map([[1, new WeakMap()]]) }, '.map (a value of a Map): it is an instance of WeakMap'],
  ['as a key of a Map', [new Map([[new WeakMap(), 1]])], '[0] (a key of a Map): it is an instance of WeakMap'],
  ['in a Set', { set: new Set([new WeakMap()]) }, '.set (in a Set): it is an instance of WeakMap'],
  ['beside a cycle', cycleWith(new WeakMap()), '.held: it is an instance of WeakMap'],
  ['in a sparse array', Object.assign([], { 5: new WeakMap() }), '[5]: it is an instance of WeakMap'],
  ['in a long array', [...new Array(5000).fill(0), new WeakMap()], '[5000]: it is an instance of WeakMap'],
  ['a symbol of this thread', { kind: Symbol('own') }, '.kind: it is a symbol'],
  ['a Promise', [Promise.resolve()], '[0]: it is an instance of Promise'],
  [
    'private members',
    { secret: new Secret() },
    '.secret: it is an instance of Secret, which has private members (#secret)',
  ],
  ['a revoked Proxy', { proxy: revoked.proxy }, '.proxy: it is a Proxy that was revoked'],
  ['a revoked Proxy beside a Map', [new Map(), { proxy: revoked.proxy }], '[1].proxy: it is a Proxy that was revoked'],
  ['detached memory', { memory: detached }, '.memory: it is an ArrayBuffer that is detached'],
  ['a view of detached memory', { view: viewOfDetached }, '.view: it is a view of an ArrayBuffer that is detached'],
  ['a generator', { rows: [(function* () {})()] }, '.rows[0]: it is a generator'],
  ['100,000 levels', nested(100_000), '.next.next'],
  ['100,000 levels beside a Map', [new Map(), nested(100_000)], '[1].next.next'],
  ['more than 2 GiB', { bytes: new Uint8Array(2 ** 31) }, '.bytes: it is too large'],
];

function cycleWith(held: unknown): object {
  const cycle: Record<string, unknown> = { held };
  cycle['self'] = cycle;
  return cycle;
}

// Fails when `located` gives the error as it is, and when `inside` adds no member.
for (const [title, value, message] of unsendable) {
  test.serial(
    `fault 17: an argument that cannot travel is named by submit(), with the path in it: ${title}`,
    async (t) => {
      const worker = await pool.submit(threadOf);
      const error = t.throws(() => pool.submit(add, 1, value as number)) as TaskError;
      t.true(error instanceof TaskError);
      t.is(error.code, 'ERR_TASK_ARGUMENT');
      t.true(error.message.startsWith(`Cannot send argument 2${message}`), error.message);
      // Nothing is queued, and the worker is the same.
      t.is(await pool.submit(threadOf), worker);
    },
  );
}

test.serial("fault 17: a getter's own error is thrown by submit() as it is", async (t) => {
  const thrown = new Error('mine');
  const value = {
    get broken(): never {
      throw thrown;
    },
  };
  t.is(
    t.throws(() => pool.submit((taken: object) => taken !== null, value)),
    thrown,
  );
  t.is(await pool.submit(add, 1, 2), 3);
});

/** What a task returns, and what its Future is rejected with. */
const results: [title: string, fn: () => unknown, check: (t: ExecutionContext, error: TaskError) => void][] = [
  [
    'a function that cannot travel',
    () => ({ callbacks: [Object.assign(Math.max.bind(null, new WeakMap() as never))] }),
    (t, { message }) => t.regex(message, /^Cannot send the result\.callbacks\[0\]: it /),
  ],
  [
    'a WeakMap',
    () => [0, { map: new WeakMap() }],
    (t, { message }) => t.regex(message, /^Cannot send the result\[1\]\.map: it is an instance of WeakMap/),
  ],
  [
    '100,000 levels',
    () => {
      let value: unknown = 0;
      for (let level = 0; level < 100_000; level++) {
        value = [value];
      }
      return value;
    },
    (t, { message }) => t.regex(message, /^Cannot send the result\[0\]\[0\].*: it is nested too deeply/),
  ],
  [
    'an instance with private members of a class that was sent',
    () => new Secret(),
    (t, { message }) =>
      t.regex(message, /^Cannot send the result: it is an instance of Secret, which has private members/),
  ],
  [
    'a revoked Proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return [proxy];
    },
    (t, { message }) => t.regex(message, /^Cannot send the result\[0\]: it is a Proxy that was revoked/),
  ],
];

// Fails when `succeed` of the worker throws what it catches, and (private members) when `privateNamesOf` asks no text.
for (const [title, fn, check] of results) {
  test.serial(`fault 18: a result that cannot travel rejects its Future, and the worker lives: ${title}`, async (t) => {
    const worker = await pool.submit(threadOf);
    const error = await reason(pool.submit(fn));
    t.true(error instanceof TaskError, String(error));
    check(t, error as TaskError);
    t.is(await pool.submit(threadOf), worker);
  });
}

test.serial(
  'fault 18: a getter of a result that throws rejects its Future with that, and the worker lives',
  async (t) => {
    const worker = await pool.submit(threadOf);
    const error = await reason(
      pool.submit(() => ({
        get broken(): never {
          throw new RangeError('mine');
        },
      })),
    );
    t.true(error instanceof RangeError);
    t.is((error as Error).message, 'mine');
    t.is(await pool.submit(threadOf), worker);
  },
);

type Check = (t: ExecutionContext, error: unknown) => void;

const isTrap: Check = (t, error) => {
  t.true(error instanceof RangeError, String(error));
  t.is((error as Error).message, 'trap');
};
const isTrapWithin: Check = (t, error) => {
  t.true(error instanceof DecodeError, String(error));
  isTrap(t, (error as Error).cause);
};
const hasExited: Check = (t, error) => {
  t.true(error instanceof WorkerTerminated, String(error));
  t.is((error as WorkerTerminated).exitCode, 3);
};
const isOverflow: Check = (t, error) => t.regex(String((error as Error).cause ?? error), /call stack/);
const isAbort: Check = (t, error) =>
  t.is((error as NodeJS.ErrnoException).code, 'ERR_WORKER_UNSUPPORTED_OPERATION', String(error));

/** As CPython's test_concurrent_futures/test_deadlock.py: each place, and all that can happen there. */
const places: [side: 'argument' | 'result', plan: Plan, check: Check][] = [
  ['argument', { at: 'reduce', in: 'main', does: 'throw' }, isTrap],
  ['argument', { at: 'reduce', in: 'main', does: 'throw a string' }, (t, error) => t.is(error, 'trap')],
  [
    'argument',
    { at: 'reduce', in: 'main', does: 'overflow the stack' },
    (t, error) => t.regex(String(error), /deeply/),
  ],
  ['argument', { at: 'rebuild', in: 'worker', does: 'throw' }, isTrap],
  ['argument', { at: 'rebuild', in: 'worker', does: 'throw a string' }, (t, error) => t.is(error, 'trap')],
  ['argument', { at: 'rebuild', in: 'worker', does: 'exit' }, hasExited],
  ['argument', { at: 'rebuild', in: 'worker', does: 'abort' }, isAbort],
  ['argument', { at: 'rebuild', in: 'worker', does: 'overflow the stack' }, isOverflow],
  ['result', { at: 'reduce', in: 'worker', does: 'throw' }, isTrap],
  ['result', { at: 'reduce', in: 'worker', does: 'exit' }, hasExited],
  ['result', { at: 'reduce', in: 'worker', does: 'abort' }, isAbort],
  [
    'result',
    { at: 'reduce', in: 'worker', does: 'overflow the stack' },
    (t, error) => t.regex(String(error), /deeply/),
  ],
  ['result', { at: 'rebuild', in: 'main', does: 'throw' }, isTrapWithin],
  [
    'result',
    { at: 'rebuild', in: 'main', does: 'throw a string' },
    (t, error) => {
      t.true(error instanceof DecodeError);
      t.is((error as Error).cause, 'trap');
    },
  ],
  ['result', { at: 'rebuild', in: 'main', does: 'overflow the stack' }, isOverflow],
];

// Fails when `settle` throws what it catches around `outcome`, and when `decode` makes a DecodeError of what is foreign.
for (const [side, plan, check] of places) {
  test.serial(`fault 19: ${plan.does} in [${plan.at}]() in ${plan.in} fails that Future alone: ${side}`, async (t) => {
    const task = async (): Promise<unknown> =>
      side === 'argument' ? pool.submit(traps.take, new Trap(plan)) : pool.submit(traps.give, plan);
    const neighbour = pool.submit(add, 1, 1);
    check(t, await reason(task()));
    t.is(await neighbour, 2);
    t.is(await pool.submit(add, 1, 2), 3);
  });
}

// Fails when `settleLater` throws what `decode` does.
test.serial(
  'fault 19: a throw in [rebuild]() in main is the same whether its class had to be loaded or not',
  async (t) => {
    const make = (): unknown => {
      class Local {
        [reduce](): number {
          return 1;
        }
        static [rebuild](): never {
          throw new RangeError('trap');
        }
      }
      return new Local();
    };
    isTrapWithin(t, await reason(pool.submit(make)));
    isTrapWithin(t, await reason(pool.submit(make)));
  },
);

test.serial('fault 19: a static block that throws in main fails the Future whose result needs the class', async (t) => {
  const work = tasks(() => import('../fixtures/only-in-workers.js'));
  const error = await reason(pool.submit(work.make));
  t.regex(String((error as Error).cause ?? error), /trap/);
  t.is(await pool.submit(add, 1, 2), 3);
});

test.serial(
  'fault 19: a static block that throws in a worker fails the Future whose argument needs the class',
  async (t) => {
    class Bad {
      static {
        if (!isMainThread) {
          throw new RangeError('trap');
        }
      }
      field = 1;
    }
    const error = await reason(pool.submit((bad: Bad) => bad.field, new Bad()));
    t.regex(String(error), /trap/);
    t.is(await pool.submit(add, 1, 2), 3);
  },
);

test.serial('fault 19: a setter of a class is not run by reading its instance', async (t) => {
  class Guarded {
    set field(_: number) {
      throw new RangeError('trap');
    }
  }
  const sent = Object.defineProperty(new Guarded(), 'field', { enumerable: true, value: 1 });
  t.is(await pool.submit((guarded: Guarded) => Object.getOwnPropertyDescriptor(guarded, 'field')?.value, sent), 1);
});

for (const node of nodes) {
  // Documents what Node does: the code that reads a result may end its program.
  test.serial(
    `fault 19: Node ${node.major}: process.exit() in [rebuild]() in main ends the program with its code`,
    async (t) => {
      const { code, signal, stderr } = await run(node.path, [fixture('unreadable.js'), 'exit-while-reading']);
      t.is(signal, null, stderr);
      t.is(code, 3, stderr);
    },
  );
}

// Fails when `bytesOf` gives all of `view.buffer`.
test.serial('fault 63: a part of the pool of Buffers travels as that part', async (t) => {
  const before = Buffer.from('a secret that stands before');
  const sent = Buffer.from('sent');
  const view = new Uint8Array(sent.buffer, sent.byteOffset, sent.length);
  t.is(before.buffer, sent.buffer);
  const seen = await pool.submit(
    (buffer: Buffer, view: Uint8Array) => ({
      isBuffer: Buffer.isBuffer(buffer),
      text: `${buffer}`,
      memory: view.buffer.byteLength,
      hasSecret: Buffer.from(buffer.buffer).includes(['a', 'secret', 'that'].join(' ')),
    }),
    sent,
    view,
  );
  t.deepEqual(seen, { isBuffer: true, text: 'sent', memory: 4, hasSecret: false });
  const map = await pool.submit((map: Map<string, Buffer>) => map, new Map([['key', sent]]));
  t.deepEqual(map.get('key'), sent);
});

/** Each brings a key that an assignment would take for the prototype. */
const payload = '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": 1}';
const polluting: [title: string, value: () => object][] = [
  ['a plain object', () => JSON.parse(payload) as object],
  ['beside a cycle', () => Object.assign(cycleWith(1), { payload: JSON.parse(payload) })],
  ['in a Map', () => new Map([['__proto__', JSON.parse(payload)]])],
  ['an array', () => Object.defineProperty([1], '__proto__', { enumerable: true, value: { polluted: true } })],
  [
    'an error',
    () => {
      const error = Object.assign(new Error('e'), { payload: JSON.parse(payload) });
      return Object.defineProperty(error, '__proto__', { enumerable: true, value: { polluted: true } });
    },
  ],
];

// Fails when `addProperty` assigns `__proto__`.
for (const [title, value] of polluting) {
  test.serial(`fault 65: __proto__ and constructor are plain data: ${title}`, async (t) => {
    const before = Reflect.ownKeys(Object.prototype);
    const sent = value();
    const { received, isClean } = await pool.submit(
      (received: object) => ({
        received,
        isClean: !('polluted' in {}) && !('polluted' in []) && !('polluted' in received),
      }),
      sent,
    );
    t.true(isClean);
    t.false('polluted' in {});
    t.false('polluted' in received);
    t.deepEqual(Reflect.ownKeys(Object.prototype), before);
    t.is(Object.getPrototypeOf(received), Object.getPrototypeOf(sent));
    if (!(sent instanceof Error)) {
      t.deepEqual(Reflect.ownKeys(received), Reflect.ownKeys(structuredClone(sent)));
    }
    const inner = Reflect.get(received, 'payload') ?? received;
    if (Object.hasOwn(inner as object, 'toString')) {
      t.deepEqual(Object.getOwnPropertyDescriptor(inner, '__proto__')?.value, { polluted: true });
    }
  });
}
