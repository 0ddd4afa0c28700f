// Python: lock_tests.py, ConditionTests.
import test from 'ava';
import { RuntimeError, ValueError } from 'nogil/futures';
import { SimpleQueue } from 'nogil/queue';
import { Condition, Lock } from 'nogil/threading';
import { acquire, bunch, call, kindsOfOwners, kindsOfParties, startAll, take, times, wait } from './parties.js';

const kindsOfConditions: [name: string, make: () => Condition][] = [
  ['RLock', () => new Condition()],
  ['Lock', () => new Condition(new Lock())],
];

for (const parties of kindsOfOwners) {
  test.serial(
    `lock_tests_condition: test_acquire [${parties.name}]: its lock is acquired, an RLock again and again`,
    async (t) => {
      const condition = new Condition();
      const again = await bunch(parties, 1, function* () {
        const taken = [yield* acquire(condition), yield* acquire(condition)];
        condition.release();
        condition.release();
        return taken;
      });
      t.deepEqual(again, [[true, true]]);

      const lock = new Lock();
      const other = new Condition(lock);
      const results = await bunch(parties, 1, function* () {
        const taken = [yield* acquire(other), yield* acquire(lock, false)];
        other.release();
        taken.push(yield* acquire(lock, false), yield* acquire(other, false));
        lock.release();
        return taken;
      });
      t.deepEqual(results, [[true, false, true, false]]);
      t.false(await other.use(() => lock.tryAcquire()));
      t.false(other.useSync(() => lock.tryAcquire()));
      t.true(lock.tryAcquire());
    },
  );
}

test.serial('lock_tests_condition: test_unacquired_wait: a wait without the lock is a RuntimeError', async (t) => {
  for (const [, newCondition] of kindsOfConditions) {
    const condition = newCondition();
    await t.throwsAsync(condition.wait(), { instanceOf: RuntimeError });
    t.throws(() => condition.waitSync(), { instanceOf: RuntimeError });
  }
});

test.serial('lock_tests_condition: test_unacquired_notify: a notice without the lock is a RuntimeError', (t) => {
  for (const [, newCondition] of kindsOfConditions) {
    const condition = newCondition();
    t.throws(() => condition.notify(), { instanceOf: RuntimeError });
    t.throws(() => condition.notifyAll(), { instanceOf: RuntimeError });
  }
});

test.serial('lock_tests_condition: test_nan_timeout: a time that is no number is a ValueError', async (t) => {
  const refused = { instanceOf: ValueError, message: /timeout/ };
  for (const [, newCondition] of kindsOfConditions) {
    const condition = newCondition();
    await condition.use(async () => {
      await t.throwsAsync(condition.wait(Number.NaN), refused);
      t.throws(() => condition.waitSync(Number.NaN), refused);
      await t.throwsAsync(
        condition.waitFor(() => false, Number.NaN),
        refused,
      );
      t.true(condition.locked());
    });
  }
});

for (const [name, newCondition] of kindsOfConditions) {
  for (const parties of kindsOfParties) {
    const kind = `[${name}, ${parties.name}]`;

    test.serial(
      `lock_tests_condition: test_notify ${kind}: so many go on as were notified, each after one notice`,
      async (t) => {
        const COUNT = 5;
        const condition = newCondition();
        const [ready, said] = [new SimpleQueue<string>(), new SimpleQueue<string>()];
        /** Who has said that it is ready holds the lock until it waits. */
        const notify = async (phase: string, how: () => void) => {
          await condition.acquire();
          how();
          said.putNowait(phase);
          condition.release();
        };
        for (const _time of [1, 2]) {
          await parties.meet(async (start) => {
            const ended = startAll(start, COUNT, function* () {
              const results: boolean[] = [];
              for (const word of ['first', 'second']) {
                yield* acquire(condition);
                ready.putNowait(word);
                results.push(yield* wait(condition));
                said.putNowait(word);
                condition.release();
              }
              return results;
            });
            t.deepEqual(await take(ready, COUNT), times(COUNT, 'first'));
            await notify('phase 1', () => condition.notify(3));
            t.deepEqual(await take(ready, 3), times(3, 'second'));
            await notify('phase 2', () => condition.notify(5));
            t.deepEqual(await take(ready, 2), times(2, 'second'));
            await notify('phase 3', () => condition.notifyAll());
            t.deepEqual(await ended, times(COUNT, [true, true]));
          });
          t.deepEqual(await take(said, 4), ['phase 1', ...times(3, 'first')]);
          t.deepEqual(await take(said, 1), ['phase 2']);
          t.deepEqual((await take(said, 5)).sort(), [...times(2, 'first'), ...times(3, 'second')]);
          t.deepEqual(await take(said, 3), ['phase 3', ...times(2, 'second')]);
        }
      },
    );

    test.serial(`lock_tests_condition: test_timeout ${kind}: without a notice a wait gives false`, async (t) => {
      const [COUNT, TIME] = [5, 50];
      const condition = newCondition();
      const results = await bunch(parties, COUNT, function* () {
        yield* acquire(condition);
        const begin = performance.now();
        const result = yield* wait(condition, TIME);
        const isLong = performance.now() - begin >= TIME - 1;
        condition.release();
        return { result, isLong };
      });
      t.deepEqual(results, times(COUNT, { result: false, isLong: true }));
    });

    test.serial(
      `lock_tests_condition: test_waitfor ${kind}: it looks after each notice, and gives what is true`,
      async (t) => {
        const condition = newCondition();
        const state = new Int32Array(new SharedArrayBuffer(4));
        const seen = new SimpleQueue<number>();
        await parties.meet(async (start) => {
          const ended = start(function* () {
            yield* acquire(condition);
            const result = yield* call<boolean>(condition, 'waitFor', () => {
              seen.putNowait(state[0] as number);
              return state[0] === 4;
            });
            condition.release();
            return result;
          });
          for (let count = 0; count < 4; count++) {
            t.deepEqual(await take(seen, 1), [count]);
            await condition.use(() => {
              state[0] = count + 1;
              condition.notify();
            });
          }
          t.true(await ended);
        });
        t.deepEqual(await take(seen, 1), [4]);
        t.true(seen.empty());
      },
    );

    test.serial(
      `lock_tests_condition: test_waitfor_timeout ${kind}: it gives what is false when the time is over`,
      async (t) => {
        const TIME = 100;
        const condition = newCondition();
        const state = new Int32Array(new SharedArrayBuffer(4));
        await parties.meet(async (start) => {
          const ended = start(function* () {
            yield* acquire(condition);
            const begin = performance.now();
            const result = yield* call<boolean>(condition, 'waitFor', () => state[0] === 4, TIME);
            const isLong = performance.now() - begin >= TIME - 1;
            condition.release();
            return { result, isLong };
          });
          for (let count = 0; count < 3; count++) {
            await condition.use(() => {
              state[0] = count + 1;
              condition.notify();
            });
          }
          t.deepEqual(await ended, { result: false, isLong: true });
        });
      },
    );
  }
}
