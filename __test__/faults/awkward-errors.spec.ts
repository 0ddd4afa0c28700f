import { createContext, runInContext } from 'node:vm';
import test from 'ava';
import { TaskError } from 'nogil/futures';
import { type Case, type Fields, thrownBy } from './thrown.js';

/** The table of fault 15: errors of which a part cannot travel, or that are made to be awkward. */
const errors: Case<Fields>[] = [
  [
    'a message whose getter throws',
    () => {
      throw Object.defineProperty(Object.assign(new Error(), { code: 'E_KEPT' }), 'message', {
        get() {
          throw new Error('no');
        },
      });
    },
    (t, error) => {
      t.is(error.message, '(unreadable)');
      t.is(error['code'], 'E_KEPT');
    },
  ],
  [
    'accessors, with their values; without those that throw, or hold one that does',
    () => {
      const error = Object.assign(new Error('kept'), {
        deep: {
          get broken(): never {
            throw new Error('no');
          },
        },
      });
      Object.defineProperty(error, 'computed', { enumerable: true, get: () => 6 * 7 });
      Object.defineProperty(error, 'hidden', { enumerable: false, value: [1] });
      Object.defineProperty(error, 'broken', {
        enumerable: true,
        get() {
          throw new Error('no');
        },
      });
      throw error;
    },
    (t, error) => {
      t.is(error.message, 'kept');
      t.is(error['computed'], 42);
      t.deepEqual(Object.getOwnPropertyDescriptor(error, 'hidden'), {
        configurable: true,
        enumerable: false,
        value: [1],
        writable: true,
      });
      t.deepEqual(Object.keys(error), ['computed']);
    },
  ],
  [
    'symbols that every thread has, as keys and as values; without others',
    () => {
      throw Object.assign(new Error('kept'), {
        [Symbol.for('key')]: 1,
        [Symbol('own')]: 2,
        kind: Symbol.for('kind'),
        own: Symbol('own'),
        code: 'E_KEPT',
      });
    },
    (t, error) => {
      t.is(error[Symbol.for('key')], 1);
      t.is(error['kind'], Symbol.for('kind'));
      t.deepEqual(
        Reflect.ownKeys(error).filter((key) => key !== 'stack' && key !== 'message'),
        ['kind', 'code', Symbol.for('key')],
      );
    },
  ],
  [
    'properties that cannot travel are left out, and the others stay',
    () => {
      let deep: unknown = 0;
      for (let depth = 0; depth < 100_000; depth++) {
        deep = [deep];
      }
      throw Object.assign(new Error('kept'), {
        deep,
        socket: new WeakMap(),
        promise: Promise.resolve(),
        code: 'E_KEPT',
      });
    },
    (t, error) => {
      t.is(error.message, 'kept');
      t.deepEqual(Object.entries(error), [['code', 'E_KEPT']]);
    },
  ],
  [
    'an object that was met in what is left out, where it is met again',
    () => {
      const shared = { n: 1 };
      throw Object.assign(new Error('kept'), { bad: [shared, new WeakMap()], good: shared, again: [shared] });
    },
    (t, error) => {
      t.deepEqual(Object.keys(error), ['good', 'again']);
      t.deepEqual(error['good'], { n: 1 });
      t.is((error['again'] as unknown[])[0], error['good']);
    },
  ],
  [
    'a cause that cannot travel, in words',
    () => {
      throw Object.assign(new Error('kept', { cause: { map: new WeakMap() } }), { code: 'E_KEPT' });
    },
    (t, error) => {
      t.is(error.message, 'kept');
      t.is(error['code'], 'E_KEPT');
      t.true(error.cause instanceof TaskError);
      t.regex((error.cause as Error).message, /its \.map is an instance of WeakMap/);
    },
  ],
  [
    'a chain of causes that is too long, cut where it is',
    () => {
      let error = new Error('last');
      for (let n = 0; n < 5000; n++) {
        error = new Error(`${n}`, { cause: error });
      }
      throw error;
    },
    (t, error) => {
      t.is(error.message, '4999');
      let length = 0;
      let last: unknown = error;
      while (last instanceof Error && last.cause !== undefined) {
        last = last.cause;
        length += 1;
      }
      t.true(length > 100, `${length}`);
      t.true(last instanceof TaskError);
      t.regex((last as Error).message, /nested too deeply/);
    },
  ],
  [
    'a Proxy of an error, as an error',
    () => {
      throw new Proxy(Object.assign(new RangeError('behind'), { code: 'E_PROXY' }), {});
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), RangeError.prototype);
      t.is(error.message, 'behind');
      t.is(error['code'], 'E_PROXY');
    },
  ],
  [
    'a Proxy of an error all of whose traps throw, in words',
    () => {
      const no = (): never => {
        throw new Error('no');
      };
      const traps = { get: no, has: no, ownKeys: no, getOwnPropertyDescriptor: no, getPrototypeOf: no };
      throw new Proxy(new Error('behind'), traps);
    },
    (t, error) => t.true(error instanceof TaskError),
  ],
  [
    'a Proxy that was revoked, in words',
    () => {
      const { proxy, revoke } = Proxy.revocable(new Error('behind'), {});
      revoke();
      throw proxy;
    },
    (t, error) => {
      t.true(error instanceof TaskError);
      t.regex(error.message, /revoked/);
    },
  ],
  [
    'a frozen error',
    () => {
      throw Object.freeze(Object.assign(new SyntaxError('cold'), { code: 'E_COLD' }));
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), SyntaxError.prototype);
      t.is(error.message, 'cold');
      t.is(error['code'], 'E_COLD');
    },
  ],
  [
    'an error of another realm, by the name of its class',
    () => {
      const context = createContext({});
      throw runInContext(`Object.assign(new RangeError('far'), { code: 'E_FAR' })`, context) as Error;
    },
    (t, error) => {
      t.true(error instanceof RangeError);
      t.is(error.message, 'far');
      t.is(error['code'], 'E_FAR');
    },
  ],
  [
    'an object that inherits from Error, as an error',
    () => {
      throw Object.assign(Object.create(TypeError.prototype), { message: 'like one', code: 'E_LIKE' });
    },
    (t, error) => {
      t.true(error instanceof TypeError);
      t.is(error.message, 'like one');
      t.is(error['code'], 'E_LIKE');
    },
  ],
  [
    'own properties of every awkward name',
    () => {
      const error = new Error('kept');
      for (const key of ['constructor', 'toString', '', '0']) {
        Object.defineProperty(error, key, { enumerable: true, value: key });
      }
      throw error;
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), Error.prototype);
      t.deepEqual(Object.entries(error), [
        ['0', '0'],
        ['constructor', 'constructor'],
        ['toString', 'toString'],
        ['', ''],
      ]);
    },
  ],
];

// Fails when `writeError` has no `attempt` around a property, when `makeError` sets no prototype, when `writeProperty` writes
// `cause` as any other property, and when `attempt` leaves the numbers of what it takes back.
for (const [title, fn, check] of errors) {
  test.serial(`fault 15: ${title}`, async (t) => {
    check(t, (await thrownBy(fn)) as Fields);
  });
}
