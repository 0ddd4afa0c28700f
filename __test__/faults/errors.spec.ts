import test from 'ava';
import { TaskError, ValueError } from 'nogil/futures';
import { type Case, type Fields, pool, thrownBy } from './thrown.js';

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

/** The table of fault 15: errors that are whole. */
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
];

// Fails when `writeError` has no `attempt` around a property, when `makeError` sets no prototype, when `writeProperty` writes
// `cause` as any other property, and when `attempt` leaves the numbers of what it takes back.
for (const [title, fn, check] of errors) {
  test.serial(`fault 15: ${title}`, async (t) => {
    check(t, (await thrownBy(fn)) as Fields);
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
