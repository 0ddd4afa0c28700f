// Python: lock_tests.py, RLockTests. What it shares with other locks is in lock_tests_lock.spec.ts.
import test from 'ava';
import { RuntimeError } from 'nogil/futures';
import { SimpleQueue } from 'nogil/queue';
import { RLock } from 'nogil/threading';
import { acquire, bunch, get, kindsOfOwners, take } from './parties.js';

for (const parties of kindsOfOwners) {
  test.serial(`lock_tests_rlock: test_reacquire [${parties.name}]: who holds it acquires it again`, async (t) => {
    const lock = new RLock();
    const results = await bunch(parties, 1, function* () {
      const taken = [yield* acquire(lock), yield* acquire(lock)];
      lock.release();
      taken.push(yield* acquire(lock));
      lock.release();
      lock.release();
      return taken;
    });
    t.deepEqual(results, [[true, true, true]]);
    t.true(await lock.acquire(false));
    lock.release();
  });

  test.serial(
    `lock_tests_rlock: test_release_unacquired [${parties.name}]: one release too many is a RuntimeError`,
    async (t) => {
      const lock = new RLock();
      const [thrown] = await bunch(parties, 1, function* () {
        const errors: unknown[] = [];
        const release = () => {
          try {
            lock.release();
          } catch (error) {
            errors.push(error);
          }
        };
        release();
        yield* acquire(lock);
        yield* acquire(lock);
        lock.release();
        yield* acquire(lock);
        lock.release();
        lock.release();
        release();
        return errors;
      });
      t.is(thrown?.length, 2);
      t.true(thrown?.every((error) => error instanceof RuntimeError));
    },
  );

  test.serial(`lock_tests_rlock: test_locked [${parties.name}]: it is locked until the last release`, async (t) => {
    const lock = new RLock();
    const results = await bunch(parties, 1, function* () {
      const locked = [lock.locked()];
      yield* acquire(lock);
      locked.push(lock.locked());
      yield* acquire(lock);
      locked.push(lock.locked());
      lock.release();
      locked.push(lock.locked());
      lock.release();
      locked.push(lock.locked());
      return locked;
    });
    t.deepEqual(results, [[false, true, true, true, false]]);
  });

  test.serial(
    `lock_tests_rlock: test_locked_with_2threads [${parties.name}]: others see that it is locked`,
    async (t) => {
      const lock = new RLock();
      const [said, told] = [new SimpleQueue<string>(), new SimpleQueue<string>()];
      await parties.meet(async (start) => {
        const ended = start(function* () {
          yield* acquire(lock);
          yield* acquire(lock);
          said.putNowait('twice');
          yield* get(told);
          lock.release();
          said.putNowait('once');
          yield* get(told);
          lock.release();
        });
        t.deepEqual(await take(said, 1), ['twice']);
        t.true(lock.locked());
        told.putNowait('go on');
        t.deepEqual(await take(said, 1), ['once']);
        t.true(lock.locked());
        told.putNowait('go on');
        await ended;
      });
      t.false(lock.locked());
    },
  );

  test.serial(
    `lock_tests_rlock: test_different_thread [${parties.name}]: who does not hold it may not release it`,
    async (t) => {
      const lock = new RLock();
      const [said, told] = [new SimpleQueue<string>(), new SimpleQueue<string>()];
      await parties.meet(async (start) => {
        const ended = start(function* () {
          yield* acquire(lock);
          said.putNowait('has it');
          yield* get(told);
          lock.release();
        });
        t.deepEqual(await take(said, 1), ['has it']);
        t.throws(() => lock.release(), { instanceOf: RuntimeError });
        t.true(lock.locked());
        told.putNowait('go on');
        await ended;
      });
      t.false(lock.locked());
    },
  );
}
