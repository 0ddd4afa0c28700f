import { createContext, runInContext } from 'node:vm';
import test, { type ExecutionContext } from 'ava';
import { TaskError, ThreadPoolExecutor, ValueError } from 'nogil/futures';

const pool = new ThreadPoolExecutor(1);
test.after.always(() => pool.shutdown());

/** What a task throws, and what is said of what arrives. */
type Case<Thrown> = [title: string, fn: () => never, check: (t: ExecutionContext, thrown: Thrown) => void];

async function thrownBy(fn: () => never): Promise<unknown> {
  try {
    return await pool.submit(fn);
  } catch (error) {
    return error;
  }
}

class HttpError extends RangeError {
  override name = 'HttpError';
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Its class cannot travel. */
class Secret extends TypeError {
  readonly #secret = 1;
  reveal(): number {
    return this.#secret;
  }
}

type Fields = Error & Record<string | symbol, unknown>;

/** The table of fault 15. */
const errors: Case<Fields>[] = [
  [
    'class, name, message and own properties, as they are',
    () => {
      throw Object.assign(new RangeError('too much'), {
        code: 'E_MUCH',
        limits: { a: [1, -0, 2n] },
        when: new Date(5),
      });
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), RangeError.prototype);
      t.is(error.name, 'RangeError');
      t.is(error.message, 'too much');
      t.deepEqual(Object.keys(error), ['code', 'limits', 'when']);
      t.is(error['code'], 'E_MUCH');
      t.deepEqual(error['limits'], { a: [1, -0, 2n] });
      t.deepEqual(error['when'], new Date(5));
    },
  ],
  [
    'the stack, as the worker saw it',
    function thrower() {
      throw new Error('there');
    },
    (t, error) => t.regex(error.stack ?? '', /^Error: there\n {4}at thrower \(.*errors\.spec\.js:\d+:\d+\)/),
  ],
  [
    'an error of Node keeps its code',
    () => {
      process.chdir('/nowhere');
      throw new Error('not reached');
    },
    (t, error) => {
      t.true(error instanceof TypeError);
      t.is(error['code'], 'ERR_WORKER_UNSUPPORTED_OPERATION');
    },
  ],
  [
    'a subclass, as an instance of it',
    () => {
      throw new HttpError(404);
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), HttpError.prototype);
      t.is(error.name, 'HttpError');
      t.is(error.message, 'status 404');
      t.is(error['status'], 404);
    },
  ],
  [
    'a subclass that cannot travel, as its nearest ancestor',
    () => {
      throw Object.assign(new Secret('hidden'), { code: 'E_SECRET' });
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), TypeError.prototype);
      t.is(error.message, 'hidden');
      t.is(error['code'], 'E_SECRET');
    },
  ],
  [
    'one of ours',
    () => {
      throw new ValueError('wrong');
    },
    (t, error) => {
      t.true(error instanceof ValueError);
      t.is(error['code'], 'ERR_VALUE');
      t.is(error.message, 'wrong');
    },
  ],
  [
    'a chain of causes',
    () => {
      throw new Error('a', { cause: new TypeError('b', { cause: { c: 1 } }) });
    },
    (t, error) => {
      const cause = error.cause as Error;
      t.is(Object.getPrototypeOf(cause), TypeError.prototype);
      t.is(cause.message, 'b');
      t.deepEqual(cause.cause, { c: 1 });
      t.false(Object.prototype.propertyIsEnumerable.call(error, 'cause'));
    },
  ],
  [
    'a circular cause, as one object',
    () => {
      const [a, b] = [new Error('a'), new TypeError('b')];
      a.cause = b;
      b.cause = a;
      throw a;
    },
    (t, error) => {
      t.is(error.message, 'a');
      t.is((error.cause as Error).message, 'b');
      t.is((error.cause as Error).cause, error);
    },
  ],
  [
    'parts that errors share, as one object',
    () => {
      const shared = { n: 1 };
      const inner = Object.assign(new Error('inner'), { shared });
      throw Object.assign(new AggregateError([inner, inner], 'outer', { cause: inner }), { shared, list: [inner] });
    },
    (t, error) => {
      const [first, second] = error['errors'] as Fields[];
      t.is(first, second);
      t.is(error.cause, first);
      t.is((error['list'] as unknown[])[0], first);
      t.is(error['shared'], first?.['shared']);
      t.deepEqual(error['shared'], { n: 1 });
    },
  ],
  [
    'an AggregateError with all of its errors, told in words where one cannot travel',
    () => {
      throw new AggregateError([new TypeError('one'), 'two', new WeakMap(), undefined], 'many');
    },
    (t, error) => {
      t.is(Object.getPrototypeOf(error), AggregateError.prototype);
      const all = error['errors'] as Error[];
      t.is(all.length, 4);
      t.is(Object.getPrototypeOf(all[0]), TypeError.prototype);
      t.is(all[1] as unknown, 'two');
      t.true(all[2] instanceof TaskError);
      t.regex(all[2]?.message ?? '', /an instance of WeakMap/);
      t.is(all[3], undefined);
    },
  ],
  [
    'a DOMException',
    () => {
      throw new DOMException('stop', 'AbortError');
    },
    (t, error) => {
      t.true(error instanceof DOMException);
      t.is(error.name, 'AbortError');
      t.is(error.message, 'stop');
      t.is(error['code'] as unknown, DOMException.ABORT_ERR);
      t.regex(error.stack ?? '', /stop/);
    },
  ],
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

/** The table of fault 16: a million characters of each are kept. */
const MOST = 1024 * 1024;
/** What is behind it: the frames of the caller. */
const CALLER = 10_000;

const huge: Case<Fields>[] = [
  [
    'a message of 50 MB is cut, and the stack keeps its frames',
    function thrower() {
      throw Object.assign(new Error('x'.repeat(50_000_000)), { code: 'E_HUGE' });
    },
    (t, error) => {
      // Not by `is`, which would show the difference of 50 MB.
      t.true(error.message === `${'x'.repeat(MOST)}... (cut)`);
      t.is(error['code'], 'E_HUGE');
      t.true((error.stack?.length ?? 0) <= MOST + CALLER);
    },
  ],
  [
    'a message that is just short enough is whole, with its frames',
    function thrower() {
      throw new Error('x'.repeat(1_000_000));
    },
    (t, error) => {
      t.is(error.message.length, 1_000_000);
      t.regex(error.stack?.slice(1_000_000) ?? '', /at thrower/);
    },
  ],
  [
    'a stack of 50 MB is cut',
    () => {
      const error = new Error('short');
      error.stack = 'at nowhere\n'.repeat(5_000_000);
      throw error;
    },
    (t, error) => {
      t.is(error.message, 'short');
      t.true(error.stack?.startsWith(`${'at nowhere\n'.repeat(MOST).slice(0, MOST)}... (cut)`));
      t.true((error.stack?.length ?? 0) <= MOST + CALLER);
    },
  ],
];

// Fails when `cut` gives the text as it is.
for (const [title, fn, check] of huge) {
  test.serial(`fault 16: ${title}`, async (t) => {
    check(t, (await thrownBy(fn)) as Fields);
  });
}

const values: readonly unknown[] = [
  'text',
  '',
  42,
  Number.NaN,
  -0,
  10n,
  true,
  null,
  undefined,
  { reason: [1] },
  [1, 2],
];

// Fails when `encodeThrown` writes in words whatever is no object.
for (const value of values) {
  test.serial(
    `fault 14: what is thrown and no error arrives as itself: ${typeof value} ${JSON.stringify(`${value}`)}`,
    async (t) => {
      t.plan(1);
      try {
        await pool.submit((thrown: unknown) => {
          throw thrown;
        }, value);
      } catch (error) {
        t.deepEqual(error, value);
      }
    },
  );
}

test.serial('fault 14: a function that can travel arrives as a function', async (t) => {
  const thrown = await thrownBy(() => {
    throw (a: number) => a + 1;
  });
  t.is((thrown as (a: number) => number)(1), 2);
});

const unsendable: Case<Error>[] = [
  [
    'a function that cannot travel is named',
    () => {
      throw Object.defineProperty(new Function('return () => this')().bind(null, new WeakMap()), 'name', {
        value: 'lost',
      });
    },
    (t, error) => t.regex(error.message, /^Cannot send the function 'lost', which was thrown: /),
  ],
  [
    'a symbol is named',
    () => {
      throw Symbol('mine');
    },
    (t, error) => t.regex(error.message, /^Cannot send Symbol\(mine\), which was thrown: it is a symbol/),
  ],
  [
    'an object that cannot travel is named',
    () => {
      throw new WeakMap();
    },
    (t, error) => t.regex(error.message, /^Cannot send an instance of WeakMap, which was thrown: /),
  ],
];

// Fails when `inWords` does not call it anything.
for (const [title, fn, check] of unsendable) {
  test.serial(`fault 14: ${title} by a TaskError`, async (t) => {
    const error = (await thrownBy(fn)) as TaskError;
    t.true(error instanceof TaskError);
    t.is(error.code, 'ERR_TASK_RESULT');
    check(t, error);
  });
}

test.serial('fault 15: errors in results and arguments are whole too', async (t) => {
  const sent = Object.assign(new HttpError(500), { self: undefined as unknown });
  sent.self = sent;
  const [there, back] = await pool.submit(
    (error: HttpError & { self: unknown }) => [error instanceof HttpError && error.self === error, error] as const,
    sent,
  );
  t.true(there);
  t.is(Object.getPrototypeOf(back), HttpError.prototype);
  t.is(back.self, back);
  t.is(back.stack, sent.stack as string);
});
