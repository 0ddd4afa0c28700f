// Python: lock_tests.py, BaseLockTests, for all that is like a lock, and LockTests.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { SimpleQueue } from 'nogil/queue';
import { Condition, Lock, RLock, Semaphore } from 'nogil/threading';
import { acquire, bunch, kindsOfParties, startAll, take, times } from './parties.js';

type LockLike = Lock | RLock | Condition | Semaphore;

const kindsOfLocks: [name: string, make: () => LockLike][] = [
  ['Lock', () => new Lock()],
  ['RLock', () => new RLock()],
  ['Condition', () => new Condition()],
  ['Condition of a Lock', () => new Condition(new Lock())],
  ['Semaphore', () => new Semaphore(1)],
];

/** Milliseconds: Python's `threading.TIMEOUT_MAX`. */
const TIMEOUT_MAX = 9_223_372_036_000;

for (const [name, newLock] of kindsOfLocks) {
  test.serial(`lock_tests_lock: test_constructor [${name}]: it is made of nothing`, (t) => {
    t.truthy(newLock());
  });

  test.serial(`lock_tests_lock: test_constructor_noargs [${name}]: arguments that are none are refused`, (t) => {
    const { constructor } = newLock();
    const make = (argument: unknown) => () => Reflect.construct(constructor, [argument]);
    t.throws(make('one'), { instanceOf: TypeError });
    t.throws(make(Symbol.iterator), { instanceOf: TypeError });
    t.throws(make({ none: 1 }), { instanceOf: TypeError });
  });

  test.serial(`lock_tests_lock: test_acquire_release [${name}]: it is acquired, and released`, async (t) => {
    const lock = newLock();
    t.true(await lock.acquire());
    lock.release();
    t.true(lock.acquireSync());
    lock.release();
  });

  test.serial(`lock_tests_lock: test_try_acquire [${name}]: it is acquired without a wait`, async (t) => {
    const lock = newLock();
    t.true(await lock.acquire(false));
    lock.release();
    t.true(lock.acquireSync(false));
    lock.release();
    t.true(lock.tryAcquire());
    lock.release();
  });

  for (const parties of kindsOfParties) {
    const kind = `[${name}, ${parties.name}]`;

    test.serial(
      `lock_tests_lock: test_try_acquire_contended ${kind}: what another holds is not acquired`,
      async (t) => {
        const lock = newLock();
        await lock.acquire();
        t.deepEqual(
          await bunch(parties, 1, function* () {
            return yield* acquire(lock, false);
          }),
          [false],
        );
        lock.release();
      },
    );

    test.serial(`lock_tests_lock: test_acquire_contended ${kind}: all who wait have it in turn`, async (t) => {
      const COUNT = 5;
      const lock = newLock();
      const said = new SimpleQueue<string>();
      await lock.acquire();
      await parties.meet(async (start) => {
        const ended = startAll(start, COUNT, function* () {
          said.putNowait('comes');
          yield* acquire(lock);
          said.putNowait('enters');
          said.putNowait('leaves');
          lock.release();
        });
        t.deepEqual(await take(said, COUNT), times(COUNT, 'comes'));
        t.true(said.empty());
        said.putNowait('released');
        lock.release();
        await ended;
      });
      t.deepEqual(await take(said, 1 + 2 * COUNT), ['released', ...times(COUNT, ['enters', 'leaves']).flat()]);
    });

    test.serial(`lock_tests_lock: test_with ${kind}: use() releases it, also after an error`, async (t) => {
      const lock = newLock();
      const passes = () =>
        bunch(parties, 1, function* () {
          const isFree = yield* acquire(lock, false);
          lock.release();
          return isFree;
        });
      t.is(await lock.use(() => 'result'), 'result');
      t.deepEqual(await passes(), [true]);
      t.is(
        lock.useSync(() => 'result'),
        'result',
      );
      t.deepEqual(await passes(), [true]);
      const fail = () => {
        throw new TypeError('in the body');
      };
      await t.throwsAsync(lock.use(fail), { instanceOf: TypeError, message: 'in the body' });
      t.deepEqual(await passes(), [true]);
      t.throws(() => lock.useSync(fail), { instanceOf: TypeError, message: 'in the body' });
      t.deepEqual(await passes(), [true]);
    });

    test.serial(`lock_tests_lock: test_thread_leak ${kind}: many acquire it and release it`, async (t) => {
      const COUNT = 15;
      const lock = newLock();
      const results = await bunch(parties, COUNT, function* () {
        const isAcquired = yield* acquire(lock);
        lock.release();
        return isAcquired;
      });
      t.deepEqual(results, times(COUNT, true));
    });

    test.serial(
      `lock_tests_lock: test_timeout ${kind}: it waits as long as it may, for times that are some`,
      async (t) => {
        const lock = newLock();
        const refused = { instanceOf: ValueError, message: /timeout/ };
        await t.throwsAsync(async () => lock.acquire(false, 1), refused);
        await t.throwsAsync(async () => lock.acquire(true, 1e100), refused);
        await t.throwsAsync(async () => lock.acquire(true, TIMEOUT_MAX + 1), refused);
        t.throws(() => lock.acquireSync(false, 1), refused);
        t.throws(() => lock.acquireSync(true, TIMEOUT_MAX + 1), refused);
        if (!(lock instanceof Semaphore)) {
          await t.throwsAsync(async () => lock.acquire(true, -100), refused);
          t.throws(() => lock.acquireSync(true, -100), refused);
        }
        t.true(await lock.acquire(true, TIMEOUT_MAX));
        lock.release();
        t.true(await lock.acquire(true, 5000));
        const TIME = 50;
        const [result] = await bunch(parties, 1, function* () {
          const begin = performance.now();
          const isAcquired = yield* acquire(lock, true, TIME);
          return { isAcquired, took: performance.now() - begin };
        });
        t.is(result?.isAcquired, false);
        t.true((result?.took ?? 0) >= TIME - 1);
        lock.release();
      },
    );
  }
}

for (const parties of kindsOfParties) {
  test.serial(`lock_tests_lock: test_reacquire [${parties.name}]: who holds it waits for itself`, async (t) => {
    const lock = new Lock();
    const said = new SimpleQueue<string>();
    await parties.meet(async (start) => {
      const ended = start(function* () {
        yield* acquire(lock);
        said.putNowait('has it');
        yield* acquire(lock);
        said.putNowait('has it again');
      });
      t.deepEqual(await take(said, 1), ['has it']);
      t.true(lock.locked());
      said.putNowait('released');
      lock.release();
      t.deepEqual(await take(said, 2), ['released', 'has it again']);
      await ended;
    });
    t.true(lock.locked());
  });

  test.serial(`lock_tests_lock: test_different_thread [${parties.name}]: another may release it`, async (t) => {
    const lock = new Lock();
    await lock.acquire();
    const results = await bunch(parties, 1, function* () {
      const isAcquired = yield* acquire(lock, false);
      lock.release();
      return isAcquired;
    });
    t.deepEqual(results, [false]);
    t.true(await lock.acquire());
    lock.release();
  });

  test.serial(
    `lock_tests_lock: test_state_after_timeout [${parties.name}]: a wait in vain leaves nothing behind`,
    async (t) => {
      const lock = new Lock();
      const results = await bunch(parties, 1, function* () {
        yield* acquire(lock);
        const isAcquired = yield* acquire(lock, true, 10);
        lock.release();
        return [isAcquired, lock.locked(), yield* acquire(lock, false)];
      });
      t.deepEqual(results, [[false, false, true]]);
    },
  );
}
