// Python: test_queue.py, what of BaseQueueTestMixin is about shutdown.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { Empty, ShutDown, SimpleQueue } from 'nogil/queue';
import { Barrier, Event } from 'nogil/threading';
import { get, kindsOfParties, pause, put, startAll, take, times, wait } from './parties.js';
import { getDone, join, kindsOfQueues, putUnlessShut, unlessShut } from './queues.js';

const shut = { instanceOf: ShutDown };

for (const [QueueClass] of kindsOfQueues) {
  const { name } = QueueClass;

  test.serial(`test_queue_shutdown: test_shutdown_empty [${name}]: an empty one takes and has no more`, async (t) => {
    const queue = new QueueClass<string>();
    queue.shutdown();
    await t.throwsAsync(queue.put('data'), shut);
    t.throws(() => queue.putSync('data'), shut);
    await t.throwsAsync(queue.get(), shut);
    t.throws(() => queue.getSync(), shut);
  });

  test.serial(`test_queue_shutdown: test_shutdown_nonempty [${name}]: what is in it can be taken`, async (t) => {
    const queue = new QueueClass<string>();
    await queue.put('data');
    queue.shutdown();
    t.is(await queue.get(), 'data');
    await t.throwsAsync(queue.get(), shut);
  });

  test.serial(`test_queue_shutdown: test_shutdown_immediate [${name}]: what is in it is dropped`, async (t) => {
    const queue = new QueueClass<string>();
    await queue.put('data');
    queue.shutdown(true);
    await t.throwsAsync(queue.get(), shut);
    t.throws(() => queue.getSync(), shut);
  });

  test.serial(`test_queue_shutdown: test_shutdown_allowed_transitions [${name}]: once more, and at once`, (t) => {
    const queue = new QueueClass<string>();
    queue.putNowait('data');
    queue.shutdown();
    t.throws(() => queue.putNowait('more'), shut);
    t.is(queue.qsize(), 1);
    queue.shutdown(true);
    t.throws(() => queue.putNowait('more'), shut);
    t.is(queue.qsize(), 0);
    queue.shutdown(false);
    t.throws(() => queue.putNowait('more'), shut);
  });

  test.serial(`test_queue_shutdown: test_shutdown_all_methods_in_one_thread [${name}]: each knows of it`, async (t) => {
    const queue = new QueueClass<string>(2);
    await queue.put('L');
    queue.putNowait('O');
    queue.shutdown();
    await t.throwsAsync(queue.put('E'), shut);
    t.throws(() => queue.putNowait('W'), shut);
    const items = [await queue.get()];
    queue.taskDone();
    items.push(await queue.get());
    queue.taskDone();
    t.deepEqual(items.sort(), ['L', 'O']);
    await queue.join();
    queue.joinSync();
    await t.throwsAsync(queue.get(), shut);
    t.throws(() => queue.getNowait(), shut);
    await t.throwsAsync(queue.get(true, 1000), shut);
    t.throws(() => queue.getSync(true, 1000), shut);
  });

  test.serial(
    `test_queue_shutdown: test_shutdown_immediate_all_methods_in_one_thread [${name}]: each knows of it`,
    async (t) => {
      const queue = new QueueClass<string>(2);
      await queue.put('L');
      queue.putNowait('O');
      queue.shutdown(true);
      await t.throwsAsync(queue.put('E'), shut);
      t.throws(() => queue.putNowait('W'), shut);
      await t.throwsAsync(queue.get(), shut);
      t.throws(() => queue.getNowait(), shut);
      t.throws(() => queue.taskDone(), { instanceOf: ValueError });
      await queue.join();
      queue.joinSync();
    },
  );

  for (const parties of kindsOfParties) {
    const kind = `[${name}, ${parties.name}]`;

    for (const [row, immediate] of [
      [`test_shutdown_all_methods_in_many_threads ${kind}: all hear of it`, false],
      [`test_shutdown_immediate_all_methods_in_many_threads ${kind}: all hear of it, and nothing is left`, true],
    ] as const) {
      test.serial(`test_queue_shutdown: ${row}`, async (t) => {
        const [WRITERS, READERS, JOINERS, ITEMS] = [4, 6, 2, 2000];
        const AT = ITEMS / 2;
        const queue = new QueueClass<number>();
        const begin = new Barrier(WRITERS + READERS + (immediate ? JOINERS : 0));
        const isTime = new Event();
        await parties.meet(async (start) => {
          const writers = startAll(start, WRITERS, function* () {
            for (let item = 0; item < AT / 2; item++) {
              yield* put(queue, item);
            }
            yield* wait(begin);
            for (let item = AT / 2; item < ITEMS; item++) {
              if ((yield* putUnlessShut(queue, item)) === 'shut down') {
                return 'shut down';
              }
              if (item === AT) {
                isTime.set();
              }
            }
            return 'all put';
          });
          const readers = startAll(start, READERS, function* () {
            yield* get(queue);
            queue.taskDone();
            yield* wait(begin);
            for (;;) {
              try {
                const item = yield* unlessShut(get(queue, false));
                if (item === 'shut down') {
                  return item;
                }
                queue.taskDone();
              } catch (error) {
                if (!(error instanceof Empty)) {
                  throw error;
                }
                yield* pause(1);
              }
            }
          });
          const shutter = start(function* () {
            yield* wait(isTime);
            queue.shutdown(immediate);
            return queue.qsize();
          });
          if (immediate) {
            await startAll(start, JOINERS, function* () {
              yield* wait(begin);
              yield* join(queue);
            });
          }
          t.true((await writers).every((word) => word === 'shut down' || word === 'all put'));
          t.deepEqual(await readers, times(READERS, 'shut down'));
          const left = await shutter;
          t.true(left === 0 || !immediate);
        });
        t.true(queue.empty());
        await queue.join();
      });
    }

    for (const [row, immediate] of [
      [`test_shutdown_get ${kind}: one more than there are items hears of it`, false],
      [`test_shutdown_immediate_get ${kind}: all hear of it`, true],
    ] as const) {
      test.serial(`test_queue_shutdown: ${row}`, async (t) => {
        const queue = new QueueClass<string>(2);
        const go = new Event();
        await queue.put('Y');
        await queue.put('D');
        await parties.meet(async (start) => {
          const ended = startAll(start, 3, function* () {
            yield* wait(go);
            return yield* unlessShut(get(queue));
          });
          queue.shutdown(immediate);
          go.set();
          t.deepEqual((await ended).sort(), immediate ? times(3, 'shut down') : ['D', 'Y', 'shut down']);
        });
      });
    }

    for (const [row, immediate] of [
      [`test_shutdown_put ${kind}: no item is put any more`, false],
      [`test_shutdown_immediate_put ${kind}: no item is put any more, though there is room`, true],
    ] as const) {
      test.serial(`test_queue_shutdown: ${row}`, async (t) => {
        const queue = new QueueClass<string>(2);
        const said = new SimpleQueue<string>();
        await queue.put('Y');
        await queue.put('D');
        await parties.meet(async (start) => {
          const ended = startAll(start, 2, function* () {
            said.putNowait('puts');
            return yield* putUnlessShut(queue, 'E');
          });
          t.deepEqual(await take(said, 2), ['puts', 'puts']);
          queue.shutdown(immediate);
          t.deepEqual(await ended, ['shut down', 'shut down']);
        });
        t.is(queue.qsize(), immediate ? 0 : 2);
      });
    }

    for (const [row, immediate] of [
      [`test_shutdown_join ${kind}: a join waits for what is still taken`, false],
      [`test_shutdown_immediate_join ${kind}: a join ends`, true],
    ] as const) {
      test.serial(`test_queue_shutdown: ${row}`, async (t) => {
        const queue = new QueueClass<string>();
        const said = new SimpleQueue<string>();
        await queue.put('Y');
        await parties.meet(async (start) => {
          const joined = startAll(start, 2, function* () {
            said.putNowait('joins');
            yield* join(queue);
            said.putNowait('joined');
          });
          t.deepEqual(await take(said, 2), ['joins', 'joins']);
          said.putNowait('shut down');
          queue.shutdown(immediate);
          if (!immediate) {
            t.deepEqual(await take(said, 1), ['shut down']);
            said.putNowait('taken');
            t.is(await start(() => getDone(queue)), 'Y');
          }
          await joined;
        });
        t.deepEqual(await take(said, 3), [immediate ? 'shut down' : 'taken', 'joined', 'joined']);
      });
    }

    for (const [row, immediate] of [
      [`test_shutdown_put_join ${kind}: no item is put, and a join waits for the one that is there`, false],
      [`test_shutdown_immediate_put_join ${kind}: no item is put, and a join ends`, true],
    ] as const) {
      test.serial(`test_queue_shutdown: ${row}`, async (t) => {
        const queue = new QueueClass<string>(2);
        const go = new Event();
        await queue.put('Y');
        await parties.meet(async (start) => {
          const putting = start(function* () {
            yield* wait(go);
            return yield* putUnlessShut(queue, 'E');
          });
          const joined = start(() => join(queue));
          queue.shutdown(immediate);
          go.set();
          if (immediate) {
            t.throws(() => queue.getNowait(), shut);
          } else {
            t.is(await queue.get(), 'Y');
            queue.taskDone();
          }
          t.is(await putting, 'shut down');
          await joined;
        });
      });
    }

    test.serial(
      `test_queue_shutdown: test_shutdown_get_task_done_join ${kind}: all that is there is done with`,
      async (t) => {
        const queue = new QueueClass<string>(2);
        const go = new Event();
        await queue.put('Y');
        await queue.put('D');
        await parties.meet(async (start) => {
          const taken = startAll(start, 2, function* () {
            yield* wait(go);
            return yield* getDone(queue);
          });
          const joined = startAll(start, 2, () => join(queue));
          go.set();
          queue.shutdown(false);
          t.deepEqual((await taken).sort(), ['D', 'Y']);
          await joined;
        });
      },
    );

    test.serial(`test_queue_shutdown: test_shutdown_pending_get ${kind}: who waits hears of it`, async (t) => {
      const queue = new QueueClass<string>();
      const said = new SimpleQueue<string>();
      await parties.meet(async (start) => {
        const ended = start(function* () {
          said.putNowait('comes');
          return yield* unlessShut(get(queue));
        });
        t.deepEqual(await take(said, 1), ['comes']);
        queue.shutdown(false);
        t.is(await ended, 'shut down');
      });
    });
  }
}
