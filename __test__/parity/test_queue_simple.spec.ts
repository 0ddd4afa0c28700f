// Python: test_queue.py, BaseSimpleQueueTest.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { Empty, SimpleQueue } from 'nogil/queue';
import { type Body, get, kindsOfParties, type Parties, pause, put, type Steps, startAll } from './parties.js';

type Take = (queue: SimpleQueue<number | null>) => Steps<number | null>;

/** So many put numbers from 0 on, and then nothing; as many take them until there is nothing. Gives what they took. */
async function feedAndConsume(parties: Parties, count: number, items: number, taking: Take): Promise<number[]> {
  const queue = new SimpleQueue<number | null>();
  const next = new Int32Array(new SharedArrayBuffer(4));
  const feed: Body = function* () {
    for (let item = Atomics.add(next, 0, 1); item < items; item = Atomics.add(next, 0, 1)) {
      yield* put(queue, item);
    }
    yield* put(queue, null);
  };
  const consume: Body<number[]> = function* () {
    const taken: number[] = [];
    for (let item = yield* taking(queue); item !== null; item = yield* taking(queue)) {
      taken.push(item);
    }
    return taken;
  };
  let taken: number[][] = [];
  await parties.meet(async (start) => {
    const fed = startAll(start, count, feed);
    taken = await startAll(start, count, consume);
    await fed;
  });
  if (!queue.empty() || queue.qsize() !== 0) {
    throw new Error('something is left');
  }
  return taken.flat();
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

const byNumber = (one: number, other: number): number => one - other;

test.serial('test_queue_simple: test_basic: items come in order, and an empty one is Empty', async (t) => {
  const queue = new SimpleQueue<number>();
  t.true(queue.empty());
  t.is(queue.qsize(), 0);
  await queue.put(1);
  t.false(queue.empty());
  t.is(queue.qsize(), 1);
  queue.putSync(2);
  queue.putNowait(3);
  await queue.put(4, false, -1);
  t.is(queue.qsize(), 4);
  t.is(await queue.get(), 1);
  t.is(queue.getNowait(), 2);
  t.is(await queue.get(false), 3);
  t.is(queue.qsize(), 1);
  t.is(queue.getSync(true, 100), 4);
  t.true(queue.empty());
  await t.throwsAsync(queue.get(false), { instanceOf: Empty });
  await t.throwsAsync(queue.get(true, 1), { instanceOf: Empty });
  t.throws(() => queue.getSync(false), { instanceOf: Empty });
  t.throws(() => queue.getSync(true, 1), { instanceOf: Empty });
  t.throws(() => queue.getNowait(), { instanceOf: Empty });
  t.true(queue.empty());
  t.is(queue.qsize(), 0);
});

test.serial('test_queue_simple: test_negative_timeout_raises_exception: it is a ValueError', async (t) => {
  const queue = new SimpleQueue<number>();
  queue.putNowait(1);
  await t.throwsAsync(queue.get(true, -1), { instanceOf: ValueError, message: /timeout/ });
  t.throws(() => queue.getSync(true, -1), { instanceOf: ValueError, message: /timeout/ });
  t.is(queue.qsize(), 1);
});

test.serial('test_queue_simple: test_nonblocking_ignores_timeout: without a wait no time counts', async (t) => {
  const queue = new SimpleQueue<number>();
  await t.throwsAsync(queue.get(false, -1), { instanceOf: Empty });
  t.throws(() => queue.getSync(false, -1), { instanceOf: Empty });
  queue.putNowait(1);
  t.is(await queue.get(false, -1), 1);
});

const takeAtOnce: Take = function* (queue) {
  for (;;) {
    try {
      return yield* get(queue, false);
    } catch (error) {
      if (!(error instanceof Empty)) {
        throw error;
      }
      yield* pause(0.01);
    }
  }
};

const takeInTime: Take = function* (queue) {
  for (;;) {
    try {
      return yield* get(queue, true, 0.01);
    } catch (error) {
      if (!(error instanceof Empty)) {
        throw error;
      }
    }
  }
};

for (const parties of kindsOfParties) {
  test.serial(`test_queue_simple: test_order [${parties.name}]: one gets what one puts in order`, async (t) => {
    t.deepEqual(await feedAndConsume(parties, 1, 100, get), range(100));
  });

  const COUNT = parties.name === 'flows' ? 50 : 8;
  for (const [row, taking, items] of [
    [`test_many_threads [${parties.name}]: many get all that many put, once`, get, 10_000],
    [`test_many_threads_nonblock [${parties.name}]: many that do not wait get all, once`, takeAtOnce, 10_000],
    [`test_many_threads_timeout [${parties.name}]: many that wait shortly get all, once`, takeInTime, 1000],
  ] as const) {
    test.serial(`test_queue_simple: ${row}`, async (t) => {
      const taken = await feedAndConsume(parties, COUNT, items, taking as Take);
      t.deepEqual(taken.sort(byNumber), range(items));
    });
  }
}
