// Python: lock_tests.py, BaseSemaphoreTests, SemaphoreTests and BoundedSemaphoreTests.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { SimpleQueue } from 'nogil/queue';
import { BoundedSemaphore, Semaphore } from 'nogil/threading';
import { acquire, bunch, kindsOfParties, startAll, take, times } from './parties.js';

for (const SemaphoreClass of [Semaphore, BoundedSemaphore]) {
  const { name } = SemaphoreClass;

  test.serial(`lock_tests_semaphore: test_constructor [${name}]: less than no permit is a ValueError`, (t) => {
    t.throws(() => new SemaphoreClass(-1), { instanceOf: ValueError, message: /value/ });
    t.throws(() => new SemaphoreClass(-Number.MAX_SAFE_INTEGER), { instanceOf: ValueError, message: /value/ });
  });

  test.serial(`lock_tests_semaphore: test_acquire [${name}]: there are as many permits as were given`, async (t) => {
    const one = new SemaphoreClass(1);
    t.true(await one.acquire());
    one.release();
    t.true(one.acquireSync());
    one.release();
    const two = new SemaphoreClass(2);
    t.true(await two.acquire());
    t.true(two.acquireSync());
    two.release();
    two.release();
  });

  test.serial(
    `lock_tests_semaphore: test_try_acquire [${name}]: without a wait there is a permit or none`,
    async (t) => {
      const semaphore = new SemaphoreClass(2);
      t.true(await semaphore.acquire(false));
      t.true(semaphore.acquireSync(false));
      t.false(await semaphore.acquire(false));
      t.false(semaphore.acquireSync(false));
      semaphore.release();
      t.true(semaphore.tryAcquire());
      t.false(semaphore.tryAcquire());
    },
  );

  test.serial(
    `lock_tests_semaphore: test_with [${name}]: use() takes a permit, and gives it back after an error too`,
    async (t) => {
      const semaphore = new SemaphoreClass(2);
      const nested = (error?: Error) =>
        semaphore.use(async () => {
          t.true(semaphore.tryAcquire());
          semaphore.release();
          await semaphore.use(() => {
            t.false(semaphore.tryAcquire());
            if (error !== undefined) {
              throw error;
            }
          });
        });
      const nestedSync = (error?: Error) =>
        semaphore.useSync(() => {
          t.true(semaphore.tryAcquire());
          semaphore.release();
          semaphore.useSync(() => {
            t.false(semaphore.tryAcquire());
            if (error !== undefined) {
              throw error;
            }
          });
        });
      const hasBoth = () => {
        t.deepEqual(
          [1, 2, 3].map(() => semaphore.tryAcquire()),
          [true, true, false],
        );
        semaphore.release();
        semaphore.release();
      };
      await nested();
      hasBoth();
      nestedSync();
      hasBoth();
      await t.throwsAsync(nested(new TypeError('in the body')), { instanceOf: TypeError, message: 'in the body' });
      hasBoth();
      t.throws(() => nestedSync(new TypeError('in the body')), { instanceOf: TypeError, message: 'in the body' });
      hasBoth();
    },
  );

  for (const parties of kindsOfParties) {
    const kind = `[${name}, ${parties.name}]`;

    const releases: [row: string, how: (semaphore: Semaphore, count: number) => void][] = [
      [
        `test_acquire_contended ${kind}: each release lets one on`,
        (semaphore, count) => {
          for (let one = 0; one < count; one++) {
            semaphore.release();
          }
        },
      ],
      [`test_multirelease ${kind}: a release of many lets so many on`, (semaphore, count) => semaphore.release(count)],
    ];
    for (const [row, release] of releases) {
      test.serial(`lock_tests_semaphore: ${row}`, async (t) => {
        const [VALUE, COUNT] = [7, 10];
        const semaphore = new SemaphoreClass(VALUE);
        const said = new SimpleQueue<string>();
        t.true(await semaphore.acquire());
        await parties.meet(async (start) => {
          const ended = startAll(start, COUNT, function* () {
            const results: boolean[] = [];
            for (const _time of [1, 2]) {
              results.push(yield* acquire(semaphore));
              said.putNowait('has one');
            }
            return results;
          });
          t.deepEqual(await take(said, VALUE - 1), times(VALUE - 1, 'has one'));
          for (const count of [VALUE, VALUE - 1]) {
            said.putNowait('released');
            release(semaphore, count);
            t.deepEqual(await take(said, count + 1), ['released', ...times(count, 'has one')]);
          }
          t.false(await semaphore.acquire(false));
          said.putNowait('released');
          semaphore.release();
          t.deepEqual(await ended, times(COUNT, [true, true]));
        });
        t.deepEqual(await take(said, 2), ['released', 'has one']);
        t.true(said.empty());
      });
    }

    test.serial(`lock_tests_semaphore: test_try_acquire_contended ${kind}: no permit is given twice`, async (t) => {
      const semaphore = new SemaphoreClass(4);
      t.true(await semaphore.acquire());
      const results = await bunch(parties, 5, function* () {
        return [yield* acquire(semaphore, false), yield* acquire(semaphore, false)];
      });
      t.deepEqual(results.flat().sort(), [...times(7, false), ...times(3, true)]);
    });

    test.serial(
      `lock_tests_semaphore: test_acquire_timeout ${kind}: a permit is waited for as long as may be`,
      async (t) => {
        const TIME = 50;
        const semaphore = new SemaphoreClass(2);
        await t.throwsAsync(semaphore.acquire(false, 1), { instanceOf: ValueError, message: /timeout/ });
        t.throws(() => semaphore.acquireSync(false, 1), { instanceOf: ValueError, message: /timeout/ });
        const [result] = await bunch(parties, 1, function* () {
          const taken = [
            yield* acquire(semaphore, true, 5),
            yield* acquire(semaphore, true, 5),
            yield* acquire(semaphore, true, 5),
          ];
          semaphore.release();
          taken.push(yield* acquire(semaphore, true, 5));
          const begin = performance.now();
          taken.push(yield* acquire(semaphore, true, TIME));
          return { taken, isLong: performance.now() - begin >= TIME - 1 };
        });
        t.deepEqual(result, { taken: [true, true, false, true, false], isLong: true });
      },
    );

    test.serial(
      `lock_tests_semaphore: test_default_value ${kind}: one permit where nothing else is said`,
      async (t) => {
        const semaphore = new SemaphoreClass();
        const said = new SimpleQueue<string>();
        t.true(await semaphore.acquire());
        await parties.meet(async (start) => {
          const ended = start(function* () {
            said.putNowait('waits');
            yield* acquire(semaphore);
            said.putNowait('has it');
            semaphore.release();
          });
          t.deepEqual(await take(said, 1), ['waits']);
          said.putNowait('released');
          semaphore.release();
          await ended;
        });
        t.deepEqual(await take(said, 2), ['released', 'has it']);
      },
    );
  }
}

test.serial('lock_tests_semaphore: test_release_unacquired (SemaphoreTests): it adds a permit', async (t) => {
  const semaphore = new Semaphore(1);
  semaphore.release();
  t.true(await semaphore.acquire(false));
  t.true(semaphore.acquireSync(false));
  t.false(semaphore.tryAcquire());
  semaphore.release();
});

test.serial('lock_tests_semaphore: test_release_unacquired (BoundedSemaphoreTests): it is a ValueError', async (t) => {
  const semaphore = new BoundedSemaphore();
  t.throws(() => semaphore.release(), { instanceOf: ValueError });
  t.true(await semaphore.acquire());
  semaphore.release();
  t.throws(() => semaphore.release(), { instanceOf: ValueError });
  t.true(semaphore.tryAcquire());
  t.false(semaphore.tryAcquire());
});
