// What cannot be sent is an error of submit() itself, which names the variable and its place.
import { EventEmitter } from 'node:events';
import { ThreadPoolExecutor } from 'nogil';
import { refused, runCases } from './harness.mjs';
import { seven } from './modules/wasm.mjs';

const pool = new ThreadPoolExecutor(1);

class Vector {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}

function identity(value) {
  return value;
}

const withGetter = {
  get one() {
    return 1;
  },
};

await runCases(import.meta.url, pool, [
  refused(
    'an assignment to a local variable',
    () => {
      let count = 0;
      return pool.submit(() => {
        count += 1;
      });
    },
    'ERR_TASK_ASSIGN',
    { uses: 'count', at: 'count += 1' },
  ),
  refused(
    'this of the function around it',
    () => {
      function method() {
        return pool.submit(() => this.field);
      }
      return method.call({ field: 1 });
    },
    'ERR_TASK_THIS',
    { uses: 'this', at: 'this.field);' },
  ),
  refused(
    'arguments of the function around it',
    () => {
      function variadic() {
        return pool.submit(() => arguments[0]);
      }
      return variadic(1);
    },
    'ERR_TASK_THIS',
    { uses: 'arguments', at: 'arguments[0]' },
  ),
  refused(
    'an instance of a class of Node',
    () => {
      const emitter = new EventEmitter();
      return pool.submit(() => emitter.listenerCount('change'));
    },
    'ERR_TASK_CAPTURE',
    { uses: 'emitter', at: 'emitter.listenerCount' },
  ),
  refused(
    'a Promise',
    () => {
      const unsettled = Promise.resolve(1);
      return pool.submit(() => unsettled);
    },
    'ERR_TASK_CAPTURE',
    { uses: 'unsettled', at: 'unsettled);' },
  ),
  refused(
    'a native function that is bound to a live object',
    () => pool.submit(console.log.bind(new EventEmitter())),
    'ERR_TASK_BOUND',
  ),
  refused('a class', () => pool.submit(Vector, 1, 2), 'ERR_TASK_CLASS', { function: 'Vector' }),
  refused(
    'a method that uses super',
    () => {
      const parent = { name: () => 'parent' };
      const child = {
        __proto__: parent,
        name() {
          return super.name();
        },
      };
      return pool.submit(child.name);
    },
    'ERR_TASK_SUPER',
    { function: 'name' },
  ),
  refused('a Proxy', () => pool.submit(new Proxy(identity, {}), 3), 'ERR_TASK_PROXY'),
  refused('an export of WebAssembly', () => pool.submit(seven), 'ERR_TASK_NATIVE'),
  refused(
    'a variable that has no value yet',
    () => {
      const reads = () => declaredLater; // read too early
      const future = pool.submit(reads);
      const declaredLater = 1;
      return future.then((value) => [value, declaredLater]);
    },
    'ERR_TASK_TDZ',
    { uses: 'declaredLater', at: 'declaredLater; // read too early', onNode20: [undefined, 1] },
  ),
  refused('a getter', () => pool.submit(Object.getOwnPropertyDescriptor(withGetter, 'one').get), 'ERR_TASK_ACCESSOR'),
  refused(
    'a private name of a class around it',
    () => {
      class Account {
        #balance = 1;
        read() {
          return pool.submit((other) => other.#balance, {});
        }
      }
      return new Account().read();
    },
    'ERR_TASK_PRIVATE',
    { at: '#balance, {}' },
  ),
]);
