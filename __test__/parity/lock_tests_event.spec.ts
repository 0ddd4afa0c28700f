// Python: lock_tests.py, EventTests.
import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { SimpleQueue } from 'nogil/queue';
import { Event } from 'nogil/threading';
import { bunch, kindsOfParties, startAll, take, times, wait } from './parties.js';

const COUNT = 5;

test.serial('lock_tests_event: test_is_set: it is what was said last', (t) => {
  const event = new Event();
  t.false(event.isSet());
  event.set();
  t.true(event.isSet());
  event.set();
  t.true(event.isSet());
  event.clear();
  t.false(event.isSet());
  event.clear();
  t.false(event.isSet());
});

test.serial('lock_tests_event: test_nan_timeout: a time that is no number is a ValueError', async (t) => {
  const event = new Event();
  const refused = { instanceOf: ValueError, message: /timeout/ };
  await t.throwsAsync(event.wait(Number.NaN), refused);
  t.throws(() => event.waitSync(Number.NaN), refused);
});

for (const parties of kindsOfParties) {
  test.serial(
    `lock_tests_event: test_notify [${parties.name}]: all who wait hear of it, and who comes later`,
    async (t) => {
      const event = new Event();
      for (const _time of [1, 2]) {
        const said = new SimpleQueue<string>();
        await parties.meet(async (start) => {
          const ended = startAll(start, COUNT, function* () {
            said.putNowait('waits');
            const first = yield* wait(event);
            said.putNowait('goes on');
            return [first, yield* wait(event)];
          });
          t.deepEqual(await take(said, COUNT), times(COUNT, 'waits'));
          said.putNowait('set');
          event.set();
          t.deepEqual(await ended, times(COUNT, [true, true]));
        });
        t.deepEqual(await take(said, COUNT + 1), ['set', ...times(COUNT, 'goes on')]);
        event.clear();
      }
    },
  );

  test.serial(
    `lock_tests_event: test_timeout [${parties.name}]: a wait ends in time, and at once where it is set`,
    async (t) => {
      const event = new Event();
      const TIME = 50;
      const waits = () =>
        bunch(parties, COUNT, function* () {
          const atOnce = yield* wait(event, 0);
          const begin = performance.now();
          const inTime = yield* wait(event, TIME);
          return { atOnce, inTime, isLong: performance.now() - begin >= TIME - 1 };
        });
      t.deepEqual(await waits(), times(COUNT, { atOnce: false, inTime: false, isLong: true }));
      event.set();
      t.deepEqual(
        (await waits()).map(({ atOnce, inTime }) => [atOnce, inTime]),
        times(COUNT, [true, true]),
      );
    },
  );

  test.serial(
    `lock_tests_event: test_set_and_clear [${parties.name}]: who waits goes on, though it is cleared at once`,
    async (t) => {
      const event = new Event();
      const said = new SimpleQueue<string>();
      await parties.meet(async (start) => {
        let hasEnded = false;
        const ended = startAll(start, COUNT, function* () {
          said.putNowait('waits');
          return yield* wait(event, 60_000);
        }).finally(() => {
          hasEnded = true;
        });
        t.deepEqual(await take(said, COUNT), times(COUNT, 'waits'));
        // Nobody tells when a thread has begun to wait, so it is set until all have.
        do {
          event.set();
          event.clear();
          await setImmediate();
        } while (!hasEnded);
        t.deepEqual(await ended, times(COUNT, true));
      });
      t.false(event.isSet());
    },
  );
}
