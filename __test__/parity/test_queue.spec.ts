// Python: test_queue.py, BaseQueueTestMixin but for what is about shutdown, and FailingQueueTest.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { Empty, Full, PriorityQueue, type Queue, SimpleQueue } from 'nogil/queue';
import { type Body, get, kindsOfParties, type Parties, put, startAll, take } from './parties.js';
import { kindsOfQueues } from './queues.js';

const SIZE = 5;

/** Whether what a party does is over before it may be, or only then: it is blocked until `trigger` is called. */
async function orderOf<Result>(parties: Parties, blocks: Body<Result>, trigger: () => unknown): Promise<string[]> {
  const said = new SimpleQueue<string>();
  await parties.meet(async (start) => {
    const ended = start(function* () {
      said.putNowait('comes');
      yield* blocks();
      said.putNowait('goes on');
    });
    await take(said, 1);
    said.putNowait('triggered');
    await trigger();
    await ended;
  });
  return take(said, 2);
}

for (const [QueueClass, order] of kindsOfQueues) {
  const { name } = QueueClass;

  test.serial(`test_queue: test_queue_task_done [${name}]: more than there were items is a ValueError`, (t) => {
    t.throws(() => new QueueClass().taskDone(), { instanceOf: ValueError });
  });

  test.serial(`test_queue: test_negative_timeout_raises_exception [${name}]: it is a ValueError`, async (t) => {
    const queue = new QueueClass<number>(SIZE);
    const refused = { instanceOf: ValueError, message: /timeout/ };
    await t.throwsAsync(queue.put(1, true, -1), refused);
    t.throws(() => queue.putSync(1, true, -1), refused);
    await t.throwsAsync(queue.get(true, -1), refused);
    t.throws(() => queue.getSync(true, -1), refused);
    queue.putNowait(1);
    t.throws(() => queue.getSync(true, -1), refused);
    await t.throwsAsync(queue.get(true, -1), refused);
    t.is(queue.qsize(), 1);
  });

  test.serial(`test_queue: test_nowait [${name}]: a full one is Full, an empty one Empty`, (t) => {
    const queue = new QueueClass<number>(SIZE);
    for (let item = 0; item < SIZE; item++) {
      queue.putNowait(1);
    }
    t.throws(() => queue.putNowait(1), { instanceOf: Full });
    for (let item = 0; item < SIZE; item++) {
      t.is(queue.getNowait(), 1);
    }
    t.throws(() => queue.getNowait(), { instanceOf: Empty });
  });

  test.serial(`test_queue: test_shrinking_queue [${name}]: its limit stays as it was made`, (t) => {
    const queue = new QueueClass<number>(3);
    for (const item of [1, 2, 3]) {
      queue.putNowait(item);
    }
    t.throws(() => queue.putNowait(4), { instanceOf: Full });
    t.is(queue.qsize(), 3);
    t.throws(() => Object.assign(queue, { maxsize: 2 }), { instanceOf: TypeError });
    t.is(queue.maxsize, 3);
    t.throws(() => queue.putNowait(4), { instanceOf: Full });
    queue.getNowait();
    queue.putNowait(4);
    t.true(queue.full());
  });

  for (const parties of kindsOfParties) {
    const kind = `[${name}, ${parties.name}]`;

    test.serial(`test_queue: test_basic ${kind}: items come in order, and who has to wait does`, async (t) => {
      const queue: Queue<number> = new QueueClass<number>(SIZE);
      const blocked = ['triggered', 'goes on'];
      const doBasics = async () => {
        t.true(queue.empty());
        t.false(queue.full());
        for (const item of [111, 333, 222]) {
          await queue.put(item);
        }
        t.deepEqual([await queue.get(), await queue.get(), await queue.get()], order);
        for (let item = 0; item < SIZE - 1; item++) {
          queue.putSync(item);
          t.is(queue.qsize(), item + 1);
        }
        t.false(queue.full());
        await queue.put(2 * SIZE);
        t.false(queue.empty());
        t.true(queue.full());
        t.is(queue.size, SIZE);
        await t.throwsAsync(queue.put(1, false), { instanceOf: Full });
        t.throws(() => queue.putSync(1, false), { instanceOf: Full });
        await t.throwsAsync(queue.put(1, true, 10), { instanceOf: Full });
        t.throws(() => queue.putSync(1, true, 10), { instanceOf: Full });
        t.deepEqual(
          await orderOf(
            parties,
            () => put(queue, 30),
            () => queue.getNowait(),
          ),
          blocked,
        );
        t.deepEqual(
          await orderOf(
            parties,
            () => put(queue, 30, true, 10_000),
            () => queue.getNowait(),
          ),
          blocked,
        );
        for (let item = 0; item < SIZE; item++) {
          await queue.get();
        }
        t.true(queue.empty());
        await t.throwsAsync(queue.get(false), { instanceOf: Empty });
        t.throws(() => queue.getSync(false), { instanceOf: Empty });
        await t.throwsAsync(queue.get(true, 10), { instanceOf: Empty });
        t.throws(() => queue.getSync(true, 10), { instanceOf: Empty });
        t.deepEqual(
          await orderOf(
            parties,
            () => get(queue),
            () => queue.put(1),
          ),
          blocked,
        );
        t.deepEqual(
          await orderOf(
            parties,
            () => get(queue, true, 10_000),
            () => queue.put(1),
          ),
          blocked,
        );
      };
      await doBasics();
      await doBasics();
    });

    test.serial(`test_queue: test_queue_join ${kind}: it waits until all items are done with`, async (t) => {
      const queue = new QueueClass<number>();
      for (const _time of [1, 2]) {
        const sum = new Int32Array(new SharedArrayBuffer(4));
        await parties.meet(async (start) => {
          const ended = startAll(start, 2, function* () {
            for (;;) {
              const item = yield* get(queue);
              if (item < 0) {
                queue.taskDone();
                return;
              }
              Atomics.add(sum, 0, item);
              queue.taskDone();
            }
          });
          for (let item = 0; item < 100; item++) {
            await queue.put(item);
          }
          await queue.join();
          t.is(sum[0], 4950);
          await queue.put(-1);
          await queue.put(-1);
          await queue.join();
          await ended;
          queue.joinSync();
        });
      }
      t.throws(() => queue.taskDone(), { instanceOf: ValueError });
    });
  }
}

class FailingQueueError extends Error {}

for (const parties of kindsOfParties) {
  test.serial(`test_queue: test_failing_queue [${parties.name}]: a put that fails leaves it as it was`, async (t) => {
    const next = { fails: false };
    const queue = new PriorityQueue<number>({
      maxsize: SIZE,
      key(item) {
        if (next.fails) {
          next.fails = false;
          throw new FailingQueueError('You lose');
        }
        return item;
      },
    });
    const fails = { instanceOf: FailingQueueError };
    for (const _time of [1, 2]) {
      for (let item = 0; item < SIZE - 1; item++) {
        await queue.put(item);
      }
      for (const tryIt of [() => queue.put(9, false), () => queue.put(9, true, 100), async () => queue.putSync(9)]) {
        next.fails = true;
        await t.throwsAsync(tryIt(), fails);
        t.is(queue.qsize(), SIZE - 1);
      }
      await queue.put(7);
      t.true(queue.full());
      for (const tryIt of [
        () => queue.put(9),
        () => queue.put(9, true, 100),
        async () => queue.putSync(9, true, 100),
      ]) {
        next.fails = true;
        await t.throwsAsync(tryIt(), fails);
        t.is(queue.qsize(), SIZE);
      }
      t.deepEqual(
        await orderOf(
          parties,
          () => put(queue, 8),
          () => queue.get(),
        ),
        ['triggered', 'goes on'],
      );
      const items: number[] = [];
      while (!queue.empty()) {
        items.push(await queue.get());
      }
      t.deepEqual(items, [1, 2, 3, 7, 8]);
      t.deepEqual(
        await orderOf(
          parties,
          () => get(queue),
          () => queue.put(1),
        ),
        ['triggered', 'goes on'],
      );
    }
  });
}
