// Python: lock_tests.py, BarrierTests.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { SimpleQueue } from 'nogil/queue';
import { Barrier, BrokenBarrierError } from 'nogil/threading';
import { bunch, kindsOfParties, pause, type Steps, take, times, wait } from './parties.js';

const COUNT = 5;
/** Which of the parties does something else. */
const ONE = Math.floor(COUNT / 2);

/** Which party one is, or whether it was broken. */
function* pass(barrier: Barrier, timeout?: number): Steps<number | 'broken'> {
  try {
    return yield* wait(barrier, timeout);
  } catch (error) {
    if (error instanceof BrokenBarrierError) {
      return 'broken';
    }
    throw error;
  }
}

test.serial('lock_tests_barrier: test_constructor: less than one party is a ValueError', (t) => {
  t.throws(() => new Barrier(0), { instanceOf: ValueError, message: /parties/ });
  t.throws(() => new Barrier(-1), { instanceOf: ValueError, message: /parties/ });
});

test.serial('lock_tests_barrier: test_single_thread: one party does not wait', async (t) => {
  const barrier = new Barrier(1);
  t.is(await barrier.wait(), 0);
  t.is(barrier.waitSync(), 0);
});

for (const parties of kindsOfParties) {
  for (const [row, passes] of [
    [`test_barrier [${parties.name}]: nobody goes on before all have come`, 1],
    [`test_barrier_10 [${parties.name}]: nor when it is used again and again`, 10],
  ] as const) {
    test.serial(`lock_tests_barrier: ${row}`, async (t) => {
      const barrier = new Barrier(COUNT);
      const counts = new Int32Array(new SharedArrayBuffer(8));
      const results = await bunch(parties, COUNT, function* () {
        const seen: number[] = [];
        for (let round = 0; round < passes; round++) {
          Atomics.add(counts, 0, 1);
          seen.push(Atomics.load(counts, 1) - round * COUNT);
          yield* wait(barrier);
          Atomics.add(counts, 1, 1);
          seen.push(Atomics.load(counts, 0) - round * COUNT);
          yield* wait(barrier);
        }
        return seen;
      });
      t.deepEqual(results, times(COUNT, times(passes, [0, COUNT]).flat()));
      t.is(barrier.nWaiting, 0);
      t.false(barrier.broken);
    });
  }

  test.serial(
    `lock_tests_barrier: test_wait_return [${parties.name}]: each party has a number of its own`,
    async (t) => {
      const barrier = new Barrier(COUNT);
      const results = await bunch(parties, COUNT, () => wait(barrier));
      t.deepEqual(results.sort(), [0, 1, 2, 3, 4]);
    },
  );

  test.serial(`lock_tests_barrier: test_action [${parties.name}]: it is called once, before all go on`, async (t) => {
    const said = new SimpleQueue<string>();
    const barrier = new Barrier(COUNT, () => said.putNowait('acts'));
    await bunch(parties, COUNT, function* () {
      yield* wait(barrier);
      said.putNowait('goes on');
    });
    t.deepEqual(await take(said, COUNT + 1), ['acts', ...times(COUNT, 'goes on')]);
    t.true(said.empty());
  });

  test.serial(`lock_tests_barrier: test_abort [${parties.name}]: it breaks the barrier for all others`, async (t) => {
    const barrier = new Barrier(COUNT);
    const results = await bunch(parties, COUNT, function* () {
      if ((yield* pass(barrier)) === ONE) {
        barrier.abort();
        return 'aborts';
      }
      return yield* pass(barrier);
    });
    t.deepEqual(results.sort(), ['aborts', ...times(COUNT - 1, 'broken')]);
    t.true(barrier.broken);
  });

  test.serial(
    `lock_tests_barrier: test_reset [${parties.name}]: who waits hears of it, and it can be used again`,
    async (t) => {
      const barrier = new Barrier(COUNT);
      const results = await bunch(parties, COUNT, function* () {
        let met: number | string = yield* pass(barrier);
        if (met === ONE) {
          while (barrier.nWaiting < COUNT - 1) {
            yield* pause(1);
          }
          barrier.reset();
          met = 'resets';
        } else {
          met = yield* pass(barrier);
        }
        return { met, last: yield* pass(barrier) };
      });
      t.deepEqual(results.map(({ met }) => met).sort(), [...times(COUNT - 1, 'broken'), 'resets']);
      t.deepEqual(results.map(({ last }) => last).sort(), [0, 1, 2, 3, 4]);
    },
  );

  test.serial(
    `lock_tests_barrier: test_abort_and_reset [${parties.name}]: a broken one is as new after a reset`,
    async (t) => {
      const [barrier, other] = [new Barrier(COUNT), new Barrier(COUNT)];
      const results = await bunch(parties, COUNT, function* () {
        let met: number | string = yield* pass(barrier);
        if (met === ONE) {
          barrier.abort();
          met = 'aborts';
        } else {
          met = yield* pass(barrier);
        }
        // Nobody is in the barrier any more, and nobody comes before it is as new.
        if ((yield* wait(other)) === ONE) {
          barrier.reset();
        }
        yield* wait(other);
        return { met, last: yield* pass(barrier) };
      });
      t.deepEqual(results.map(({ met }) => met).sort(), ['aborts', ...times(COUNT - 1, 'broken')]);
      t.deepEqual(results.map(({ last }) => last).sort(), [0, 1, 2, 3, 4]);
    },
  );

  test.serial(
    `lock_tests_barrier: test_timeout [${parties.name}]: one that is late finds it broken, as all others`,
    async (t) => {
      const TIME = 50;
      const barrier = new Barrier(COUNT);
      const results = await bunch(parties, COUNT, function* () {
        const begin = performance.now();
        if ((yield* pass(barrier)) === ONE) {
          while (!barrier.broken) {
            yield* pause(1);
          }
          return [yield* pass(barrier, TIME), performance.now() - begin >= TIME - 1];
        }
        return [yield* pass(barrier, TIME), true];
      });
      t.deepEqual(results, times(COUNT, ['broken', true]));
    },
  );

  test.serial(
    `lock_tests_barrier: test_default_timeout [${parties.name}]: it counts where none is given`,
    async (t) => {
      const TIME = 50;
      const barrier = new Barrier(2, null, TIME);
      const results = await bunch(parties, 1, function* () {
        const begin = performance.now();
        return [yield* pass(barrier), performance.now() - begin >= TIME - 1];
      });
      t.deepEqual(results, [['broken', true]]);
    },
  );
}
