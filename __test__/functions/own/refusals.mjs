// Further errors of submit(), and those of the Future.
import http from 'node:http';
import { ThreadPoolExecutor } from 'nogil';
import { refused, runCases, works } from '../cases/harness.mjs';
import { Account } from './modules/shapes.mjs';

const pool = new ThreadPoolExecutor(1);

const failure = (future) =>
  future.then(
    (value) => ({ value }),
    (error) => error,
  );

class Base {
  hello() {
    return 'hello';
  }
}

class Caller extends Base {
  #secret = 1;
  field = 2;
  submitThisInNested() {
    return pool.submit(() => () => () => this.field);
  }
  submitSuper() {
    return pool.submit(() => super.hello());
  }
  submitPrivateIn() {
    return pool.submit((other) => #secret in other, {});
  }
  submitNewTarget() {
    return pool.submit(() => new.target);
  }
}
const caller = new Caller();

await runCases(import.meta.url, pool, [
  refused('this, three arrows deep', () => caller.submitThisInNested(), 'ERR_TASK_THIS', {
    uses: 'this',
    at: 'this.field',
  }),
  refused('super in an arrow', () => caller.submitSuper(), /^ERR_TASK_(SUPER|THIS)$/),
  refused('a test for a private name', () => caller.submitPrivateIn(), 'ERR_TASK_PRIVATE', { at: '#secret in other' }),
  refused(
    'new.target of the function around it',
    () =>
      (function () {
        return pool.submit(() => new.target);
      })(),
    'ERR_TASK_THIS',
  ),
  refused(
    'an increment in a nested function',
    () => {
      let total = 0;
      return pool.submit(
        (values) =>
          values.forEach((value) => {
            for (let i = 0; i < value; i++) {
              total++;
            }
          }),
        [1],
      );
    },
    'ERR_TASK_ASSIGN',
    { uses: 'total', at: 'total++' },
  ),
  refused(
    'an assignment by destructuring',
    () => {
      let left = 1;
      let right = 2;
      return pool.submit(() => {
        [left, right] = [right, left];
        return left;
      });
    },
    'ERR_TASK_ASSIGN',
    { uses: 'left', at: 'left, right] = [right' },
  ),
  refused(
    'an assignment in the head of a loop',
    () => {
      let last;
      return pool.submit(
        (values) => {
          for (last of values) {
            /* nothing */
          }
        },
        [1],
      );
    },
    'ERR_TASK_ASSIGN',
    { uses: 'last', at: 'last of values' },
  ),
  works('what looks like an assignment of a local, but has its own', () => {
    let total = 5;
    total += 1;
    return pool
      .submit((value) => {
        let total = value;
        total += 1;
        return total;
      }, 1)
      .then((result) => [result, total]);
  }, [2, 6]),
  refused(
    'a server',
    () => {
      const server = http.createServer();
      return pool.submit(() => server.listening);
    },
    'ERR_TASK_CAPTURE',
    { uses: 'server', at: 'server.listening' },
  ),
  refused(
    'a WeakMap',
    () => {
      const local = new WeakMap();
      return pool.submit((key) => local.get(key), {});
    },
    'ERR_TASK_CAPTURE',
    { uses: 'local', at: 'local.get' },
  ),
  refused(
    'an object with a server in it',
    () => {
      const context = { deep: [{ server: http.createServer() }] };
      return pool.submit(() => context.deep.length);
    },
    'ERR_TASK_CAPTURE',
    { uses: 'context.deep[0].server', at: 'context.deep' },
  ),
  refused(
    'a captured helper that captures a server',
    () => {
      const server = http.createServer();
      const helper = () => server.maxConnections;
      return pool.submit(() => helper());
    },
    'ERR_TASK_CAPTURE',
    { uses: 'server', at: 'server.maxConnections;' },
  ),
  refused(
    'a class that is not yet declared',
    () => {
      const makes = () => typeof new NotYet();
      const future = pool.submit(makes);
      class NotYet {}
      return future;
    },
    'ERR_TASK_TDZ',
    { uses: 'NotYet', onNode20: 'object' },
  ),
  refused(
    'a setter',
    () => pool.submit(Object.getOwnPropertyDescriptor({ set a(value) {} }, 'a').set, 1),
    'ERR_TASK_ACCESSOR',
  ),
  refused(
    'a static getter of a class',
    () =>
      pool.submit(
        Object.getOwnPropertyDescriptor(
          class {
            static get a() {
              return 1;
            }
          },
          'a',
        ).get,
      ),
    'ERR_TASK_ACCESSOR',
  ),
  refused('a derived class', () => pool.submit(Caller), 'ERR_TASK_CLASS', { function: 'Caller' }),
  refused('an imported class', () => pool.submit(Account, 1), 'ERR_TASK_CLASS', { function: 'Account' }),
  refused(
    'a method that needs its private field',
    () =>
      pool.submit(
        Object.getOwnPropertyDescriptor(
          class {
            #p = 1;
            static read(other) {
              return other.#p;
            }
          },
          'read',
        ).value,
        {},
      ),
    'ERR_TASK_PRIVATE',
  ),
  refused(
    'a function bound to what cannot be copied',
    () =>
      pool.submit(
        function () {
          return this;
        }.bind(http.createServer()),
      ),
    'ERR_TASK_BOUND',
  ),
  refused(
    'a function bound to an argument that cannot be copied',
    () => pool.submit(((a) => a).bind(null, Promise.resolve())),
    'ERR_TASK_BOUND',
  ),
  refused(
    'a Proxy of an arrow that captures',
    () => {
      const step = 1;
      return pool.submit(new Proxy((value) => value + step, {}), 1);
    },
    'ERR_TASK_PROXY',
  ),
  works('what is no function is a TypeError', () => {
    try {
      return pool.submit('not a function');
    } catch (error) {
      return [error.name, error.code];
    }
  }, ['TypeError', 'ERR_INVALID_ARG_TYPE']),
  works('a generator object is no result', async () => {
    const error = await failure(
      pool.submit(function* () {
        yield 1;
      }),
    );
    return [error.name, error.code];
  }, ['TaskError', 'ERR_TASK_RESULT']),
  works('what a function throws is not confused with what cannot be sent', async () => {
    const error = await failure(
      pool.submit(() => {
        throw new TypeError('my own');
      }),
    );
    return [error.name, error.message, error.code];
  }, ['TypeError', 'my own', undefined]),
]);
