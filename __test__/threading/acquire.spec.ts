// Locks and semaphores: what they have beyond Python's `with`.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { Condition, Lock, RLock, Semaphore } from 'nogil/threading';

const kinds: [name: string, make: () => Lock | RLock | Condition | Semaphore][] = [
  ['Lock', () => new Lock()],
  ['RLock', () => new RLock()],
  ['Condition', () => new Condition()],
  ['Condition of a Lock', () => new Condition(new Lock())],
  ['Semaphore', () => new Semaphore()],
];

for (const [name, make] of kinds) {
  test(`${name}: use() holds it until what the body gives is done`, async (t) => {
    const lock = make();
    const { promise, resolve } = withResolvers<number>();
    const using = lock.use(() => promise);
    await null;
    t.false(lock.tryAcquire());
    resolve(3);
    t.is(await using, 3);
    t.true(lock.tryAcquire());
  });

  test(`${name}: use() gives its body the very object`, async (t) => {
    const lock = make();
    t.is(await lock.use((held) => held as unknown), lock);
    t.is(
      lock.useSync((held) => held as unknown),
      lock,
    );
  });

  test(`${name}: use() releases it when what the body gives fails`, async (t) => {
    const lock = make();
    await t.throwsAsync(
      lock.use(() => Promise.reject(new Error('late'))),
      { message: 'late' },
    );
    t.true(lock.tryAcquire());
  });

  test(`${name}: use() of several runs one body after another`, async (t) => {
    const lock = make();
    const order: string[] = [];
    const body = (one: string) => async () => {
      order.push(`${one} enters`);
      await null;
      await null;
      order.push(`${one} leaves`);
    };
    await Promise.all([lock.use(body('a')), lock.use(body('b')), lock.use(body('c'))]);
    t.deepEqual(order, ['a enters', 'a leaves', 'b enters', 'b leaves', 'c enters', 'c leaves']);
  });

  test(`${name}: use() and useSync() refuse what is no function`, async (t) => {
    const lock = make();
    const refused = { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message: /^body: / };
    await t.throwsAsync(async () => lock.use(1 as never), refused);
    t.throws(() => lock.useSync(undefined as never), refused);
    t.true(lock.tryAcquire());
  });

  test(`${name}: hold() holds it for a block, by its symbols`, async (t) => {
    const lock = make();
    const held = await lock.hold();
    t.false(await lock.acquire(false));
    await held[Symbol.asyncDispose]();
    t.true(lock.tryAcquire());
    lock.release();
    const heldSync = lock.holdSync();
    t.false(await lock.acquire(false));
    heldSync[Symbol.dispose]();
    t.true(lock.tryAcquire());
  });

  test(`${name}: a hold is released once`, async (t) => {
    const lock = make();
    const held = await lock.hold();
    held.release();
    t.true(lock.tryAcquire());
    held.release();
    held[Symbol.dispose]();
    t.false(await lock.acquire(false));
  });

  test(`${name}: acquire() takes an object of options`, async (t) => {
    const lock = make();
    t.true(await lock.acquire({ timeout: 1000 }));
    t.false(await lock.acquire({ blocking: false }));
    t.false(await lock.acquire({ timeout: 5 }));
    t.false(await lock.acquire({ blocking: true, timeout: 0 }));
    lock.release();
    t.true(await lock.acquire({}));
  });

  test(`${name}: acquire() refuses options that are none, and names them`, async (t) => {
    const lock = make();
    const refused = (message: RegExp) => ({ instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message });
    for (const [argument, message] of [
      [1, /^blocking: .*got 1/],
      [null, /^blocking: .*got null/],
      ['no', /^blocking: .*got string/],
      [[], /^options: .*got an array/],
      [{ block: true }, /^options: .*'block'/],
      [{ blocking: 1 }, /^blocking: /],
      [{ timeout: '1' }, /^timeout: /],
      [{ signal: {} }, /^signal: .*AbortSignal/],
    ] as const) {
      await t.throwsAsync(async () => lock.acquire(argument as never), refused(message));
      t.throws(() => lock.acquireSync(argument as never), refused(message));
    }
    t.true(lock.tryAcquire());
  });

  test(`${name}: a time beside blocking false is a ValueError, also in an object`, async (t) => {
    const lock = make();
    const refused = { instanceOf: ValueError, code: 'ERR_VALUE', message: /^timeout: / };
    await t.throwsAsync(async () => lock.acquire({ blocking: false, timeout: 5 }), refused);
    t.throws(() => lock.acquireSync({ blocking: false, timeout: 0 }), refused);
  });

  test(`${name}: a signal ends an awaited wait with its reason, and the lock goes to the next`, async (t) => {
    const lock = make();
    await lock.acquire();
    const controller = new AbortController();
    const cancelled = lock.acquire({ signal: controller.signal });
    const next = lock.acquire();
    const reason = { why: 'because' };
    controller.abort(reason);
    t.is(
      await cancelled.then(
        () => undefined,
        (error) => error,
      ),
      reason,
    );
    lock.release();
    t.true(await next);
    t.false(await lock.acquire(false));
  });

  test(`${name}: a signal that fires after the lock was given changes nothing`, async (t) => {
    const lock = make();
    const controller = new AbortController();
    await lock.acquire();
    const waiting = lock.acquire({ signal: controller.signal });
    lock.release();
    t.true(await waiting);
    controller.abort();
    t.false(await lock.acquire(false));
  });

  test(`${name}: a signal that has fired before ends a wait at once`, async (t) => {
    const lock = make();
    await lock.acquire();
    await t.throwsAsync(async () => lock.acquire({ signal: AbortSignal.abort(new Error('before')) }), {
      message: 'before',
    });
  });

  test(`${name}: who waits first is served first`, async (t) => {
    const lock = make();
    const order: number[] = [];
    await lock.acquire();
    const waiting = Array.from({ length: 10 }, async (_, one) => {
      await lock.acquire();
      order.push(one);
      lock.release();
    });
    lock.release();
    await Promise.all(waiting);
    t.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

test('fault 34: a release of what nobody holds is a RuntimeError', (t) => {
  for (const lock of [new Lock(), new RLock(), new Condition(), new Condition(new Lock())]) {
    t.throws(() => lock.release(), { name: 'RuntimeError', code: 'ERR_RUNTIME' });
  }
});

test('fault 35: permits are counted beyond 32 bits, and never wrap', (t) => {
  const semaphore = new Semaphore(2 ** 31 - 1);
  semaphore.release();
  t.true(semaphore.tryAcquire());
  const most = new Semaphore(Number.MAX_SAFE_INTEGER);
  t.throws(() => most.release(), { instanceOf: ValueError });
  t.throws(() => new Semaphore(2 ** 53), { instanceOf: ValueError, message: /^value: / });
  for (const [value, message] of [
    [1.5, /^value: .*got 1.5/],
    ['1', /^value: .*got string/],
    [Number.NaN, /^value: .*got NaN/],
  ] as const) {
    t.throws(() => new Semaphore(value as never), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message });
  }
});

test('fault 35: a release of less than one permit is a ValueError, of no number a TypeError', (t) => {
  const semaphore = new Semaphore(0);
  t.throws(() => semaphore.release(0), { instanceOf: ValueError, message: /^n: / });
  t.throws(() => semaphore.release(-1), { instanceOf: ValueError, message: /^n: / });
  t.throws(() => semaphore.release(1.5), { instanceOf: TypeError, message: /^n: / });
  t.false(semaphore.tryAcquire());
});

test('a lock refuses options that are none', (t) => {
  for (const Class of [Lock, RLock]) {
    t.throws(() => new Class({ onAbandoned: 'no' } as never), { instanceOf: ValueError, message: /^onAbandoned: / });
    t.throws(() => new Class({ onAbandoned: 1 } as never), { instanceOf: TypeError, message: /^onAbandoned: / });
    t.throws(() => new Class({ other: 1 } as never), { instanceOf: TypeError, message: /'other'/ });
    t.throws(() => new Class(null as never), { instanceOf: TypeError, message: /^options: / });
  }
});
