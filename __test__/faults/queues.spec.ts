import test from 'ava';
import { ThreadPoolExecutor } from 'nogil';
import { TimeoutError } from 'nogil/futures';
import { Full, LifoQueue, type Orderable, PriorityQueue, Queue, ShutDown } from 'nogil/queue';
import { Event, Semaphore, Thread } from 'nogil/threading';

type Blocked = 'get' | 'put' | 'join';

/** Blocks a thread in each call, and a flow of this one: how each has ended. */
async function waitIn(queue: Queue<number>, call: Blocked): Promise<() => Promise<string[]>> {
  const ends = new Queue<string>();
  const begun = new Semaphore(0);
  const block = (queue: Queue<number>, call: Blocked, begun: Semaphore, ends: Queue<string>): void => {
    begun.release();
    try {
      const got = call === 'get' ? queue.getSync() : call === 'put' ? queue.putSync(9) : queue.joinSync();
      ends.putNowait(String(got));
    } catch (error) {
      ends.putNowait((error as Error).name);
    }
  };
  const threads = [0, 1].map(() => Thread.start(block, queue, call, begun, ends));
  await begun.acquire();
  await begun.acquire();
  // They are in the call, or about to be: both must end in the same way.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const awaited = (call === 'get' ? queue.get() : call === 'put' ? queue.put(9) : queue.join()).then(
    (got) => ends.putNowait(String(got)),
    (error: Error) => ends.putNowait(error.name),
  );
  return async () => {
    await Promise.all([...threads.map((thread) => thread.join()), awaited]);
    return [ends.getNowait(), ends.getNowait(), ends.getNowait()];
  };
}

const three = (end: string): string[] => [end, end, end];

for (const Class of [Queue, LifoQueue, PriorityQueue]) {
  // Fails when `Queue::shut` grants nothing to getters, or to putters: they wait for ever.
  test(`fault 37: shutdown() wakes all who get from a ${Class.name} and all who put into it`, async (t) => {
    const empty = new Class<number>(1);
    const getters = await waitIn(empty, 'get');
    empty.shutdown();
    t.deepEqual(await getters(), three('ShutDown'));
    const full = new Class<number>(1);
    full.putNowait(1);
    const putters = await waitIn(full, 'put');
    full.shutdown();
    t.deepEqual(await putters(), three('ShutDown'));
    t.throws(() => full.putNowait(2), { instanceOf: ShutDown });
    t.is(full.getNowait(), 1, 'what is there can be got');
    t.throws(() => full.getNowait(), { instanceOf: ShutDown });
    await t.throwsAsync(full.get(), { instanceOf: ShutDown });
  });

  // Fails when `Queue::shut` drops items and does not count them as done.
  test(`fault 37: shutdown(true) drains a ${Class.name}, and join() returns`, async (t) => {
    const queue = new Class<number>(3);
    for (const item of [1, 2, 3]) {
      queue.putNowait(item);
    }
    const joiners = await waitIn(queue, 'join');
    const putters = await waitIn(queue, 'put');
    queue.shutdown(true);
    t.deepEqual(await joiners(), three('undefined'));
    t.deepEqual(await putters(), three('ShutDown'));
    t.is(queue.qsize(), 0);
    t.throws(() => queue.getNowait(), { instanceOf: ShutDown });
    t.throws(() => queue.taskDone(), { name: 'ValueError' });
  });
}

// Fails when `Queue::shut` counts what was taken and is not done with as done.
test('fault 37: after shutdown(true) join() waits for what was taken before', async (t) => {
  const queue = new Queue<number>();
  queue.putNowait(1);
  queue.putNowait(2);
  queue.getNowait();
  const joiners = await waitIn(queue, 'join');
  queue.shutdown(true);
  queue.taskDone();
  t.deepEqual(await joiners(), three('undefined'));
});

// Fails when `enter_putter` never ends where nobody gets.
test('fault 38: a producer whose consumer has died ends by its time, or by shutdown()', async (t) => {
  const queue = new Queue<number>(1);
  const begun = new Event();
  const consume = (queue: Queue<number>, begun: Event): never => {
    queue.getSync();
    begun.set();
    process.exit();
  };
  const consumer = Thread.start(consume, queue, begun);
  queue.putNowait(1);
  await begun.wait();
  await consumer.join();
  queue.putNowait(2);
  await t.throwsAsync(queue.put(3, true, 20), { instanceOf: Full });
  const ends = new Queue<string>();
  const produce = (queue: Queue<number>, ends: Queue<string>, time: number | undefined): void => {
    try {
      queue.putSync(3, true, time);
    } catch (error) {
      ends.putNowait((error as Error).name);
    }
  };
  const threads = [20, undefined].map((time) => Thread.start(produce, queue, ends, time));
  t.is(await ends.get(), 'Full');
  queue.shutdown();
  t.is(await ends.get(), 'ShutDown');
  await Promise.all(threads.map((thread) => thread.join()));
});

// Fails when `Queue::give_back` drops the item, or puts it behind the others.
test('fault 38: an item that was granted to a thread that dies goes back to the front', async (t) => {
  for (let round = 0; round < 5; round++) {
    const queue = new Queue<number>();
    const begun = new Event();
    await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: 10 }).use(async (pool) => {
      // Its event loop is blocked: what it is granted it never takes.
      const get = (queue: Queue<number>, begun: Event): never => {
        void queue.get().catch(() => {});
        void queue.get().catch(() => {});
        begun.set();
        for (;;) {}
      };
      const dying = pool.submit(get, queue, begun);
      await begun.wait();
      for (const item of [1, 2, 3, 4]) {
        queue.putNowait(item);
      }
      t.is(queue.qsize(), 2, 'two were granted');
      dying.abort('enough');
      t.is(await dying.exception(), 'enough');
    });
    t.deepEqual(
      Array.from({ length: 4 }, () => queue.getNowait()),
      [1, 2, 3, 4],
    );
    for (let item = 0; item < 4; item++) {
      queue.taskDone();
    }
    await queue.join();
  }
});

// Fails when `Queue::give_back` or `BlockedWait`'s drop loses an item: one is missing in the end, or comes twice.
test('fault 38: threads that are terminated while they get and put lose no item that nobody has, and double none', async (t) => {
  const [from, to] = [new Queue<number>(), new Queue<number>(2)];
  const ITEMS = 400;
  // What is got and not put yet dies with its thread: one at most.
  const move = (from: Queue<number>, to: Queue<number>): void => {
    for (const item of from.iterSync()) {
      to.putSync(item);
    }
  };
  let deaths = 0;
  await new ThreadPoolExecutor(3).use(async (pool) => {
    const lasting = pool.submit(move, from, to);
    const dying = (async () => {
      while (!lasting.done() && deaths < 6) {
        const error = await pool.options({ runTimeout: 15 }).submit(move, from, to).exception();
        deaths += error instanceof TimeoutError ? 1 : 0;
      }
    })();
    const put = (async () => {
      for (let item = 0; item < ITEMS; item++) {
        from.putNowait(item);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await dying;
      from.shutdown();
    })();
    const came: number[] = [];
    const drained = (async () => {
      for await (const item of to) {
        came.push(item);
      }
    })();
    await put;
    await lasting;
    to.shutdown();
    await drained;
    t.is(new Set(came).size, came.length, 'none comes twice');
    t.true(came.length >= ITEMS - deaths, `${came.length} of ${ITEMS} with ${deaths} deaths`);
  });
});

// Fails when `Queue::task_done` counts below 0.
test('fault 39: taskDone() once too often is a ValueError, in any thread', async (t) => {
  for (const queue of [new Queue<number>(), new LifoQueue<number>(), new PriorityQueue<number>()]) {
    t.throws(() => queue.taskDone(), { name: 'ValueError' });
    queue.putNowait(1);
    queue.getNowait();
    await Thread.start((queue: Queue<number>) => queue.taskDone(), queue).join();
    t.throws(() => queue.taskDone(), { name: 'ValueError' });
    await queue.join();
    queue.putNowait(2);
    await t.throwsAsync(
      Promise.race([
        queue.join().then(() => Promise.reject(new Error('it was not done'))),
        queue.get().then(() => {
          queue.taskDone();
          throw new RangeError('done');
        }),
      ]),
      { name: 'RangeError' },
    );
  }
});

const odd: [name: string, good: Orderable[], bad: unknown][] = [
  ['a string among numbers', [3, 1, 2], 'text'],
  ['a number among strings', ['c', 'a', 'b'], 1],
  ['a bigint among numbers', [3, 1, 2], 1n],
  ['undefined', [3, 1, 2], undefined],
  ['null', [3, 1, 2], null],
  ['a plain object', [3, 1, 2], { priority: 1 }],
  [
    'a pair whose second parts cannot be compared',
    [
      [1, 'a'],
      [2, 'b'],
      [1, 'b'],
    ],
    [1, 2],
  ],
  [
    'a pair with objects',
    [
      [1, 'a'],
      [2, 'b'],
      [1, 'b'],
    ],
    [1, { a: 1 }],
  ],
];

for (const [name, good, bad] of odd) {
  // Fails when `State::put` does not compare before it pushes.
  test(`fault 40: a priority that cannot be compared is a TypeError, and the queue is intact: ${name}`, async (t) => {
    for (const maxsize of [0, good.length, good.length + 1]) {
      const queue = new PriorityQueue<unknown>(maxsize);
      for (const item of good) {
        queue.putNowait(item);
      }
      // In a full queue it is asked before it waits.
      const isFull = maxsize === good.length;
      if (isFull) {
        await t.throwsAsync(queue.put(bad, true, 60_000), { instanceOf: TypeError });
        t.throws(() => queue.putSync(bad, true, 60_000), { instanceOf: TypeError });
      } else {
        t.throws(() => queue.putNowait(bad), { instanceOf: TypeError });
        await t.throwsAsync(queue.put(bad), { instanceOf: TypeError });
        t.throws(() => queue.putSync(bad), { instanceOf: TypeError });
      }
      t.is(queue.qsize(), good.length);
      const sorted = [...good].sort((one, other) => (String(one) < String(other) ? -1 : 1));
      t.deepEqual(
        good.map(() => queue.getNowait()),
        sorted,
      );
    }
  });
}

// Fails when `State::refill` does not compare: the order is broken from then on.
test('fault 40: who waits with a priority that cannot be compared when there is room is told, and the queue is intact', async (t) => {
  const queue = new PriorityQueue<unknown>(2);
  queue.putNowait([0]);
  queue.putNowait([1]);
  const waiting = [[2, 'a'], [2, 1], [2, 'b'], [-1]].map((item) =>
    queue.put(item).then(
      () => 'in',
      (error: Error) => error.name,
    ),
  );
  const got: unknown[] = [];
  for (let item = 0; item < 5; item++) {
    got.push(await queue.get(true, 60_000));
  }
  t.deepEqual(await Promise.all(waiting), ['in', 'TypeError', 'in', 'in']);
  t.deepEqual(got, [[0], [1], [2, 'a'], [-1], [2, 'b']]);
});

// Fails when `writeKey` writes a NaN.
test('fault 40: NaN is no priority, wherever it stands, and the queue is intact', async (t) => {
  const byKey = new PriorityQueue<{ of: number }>({ key: ({ of }) => of });
  byKey.putNowait({ of: 2 });
  t.throws(() => byKey.putNowait({ of: Number.NaN }), { name: 'ValueError' });
  byKey.putNowait({ of: 1 });
  t.deepEqual([byKey.getNowait(), byKey.getNowait()], [{ of: 1 }, { of: 2 }]);
  const queue = new PriorityQueue<unknown>();
  for (const bad of [Number.NaN, [Number.NaN], [1, Number.NaN], [[1, Number.NaN]], new Date(Number.NaN)]) {
    t.throws(() => queue.putNowait(bad), { name: 'ValueError' });
    await t.throwsAsync(queue.put(bad), { name: 'ValueError' });
  }
  t.true(queue.empty());
});

// Fails when an item costs more (`Item` in core), or `Items::push` is slower the more there are.
test.serial(
  'fault 41: a million items in a queue cost at most 450 bytes each, and each put takes as long as the first ones',
  (t) => {
    const MILLION = 1_000_000;
    const queue = new Queue<number>();
    const putSome = (): number => {
      const start = performance.now();
      for (let item = 0; item < MILLION / 10; item++) {
        queue.putNowait(item);
      }
      return performance.now() - start;
    };
    const before = process.memoryUsage().rss;
    const times = Array.from({ length: 10 }, putSome);
    const bytes = (process.memoryUsage().rss - before) / MILLION;
    t.is(queue.qsize(), MILLION);
    t.true(bytes <= 450, `${bytes} bytes each`);
    t.true(Math.min(...times.slice(5)) < 10 * Math.min(...times.slice(0, 5)), String(times));
    for (let item = 0; item < MILLION; item++) {
      if (queue.getNowait() !== item % (MILLION / 10)) {
        t.fail(`not ${item}`);
        break;
      }
    }
    const bounded = new Queue<number>(2);
    bounded.putNowait(1);
    bounded.putNowait(2);
    t.throws(() => bounded.putNowait(3), { instanceOf: Full });
    t.is(bounded.qsize(), 2);
  },
);

// Fails when `Items::push` does not go by turns, or `WaitList` is not first in, first out.
test('fault 43: getters and putters are served in the order in which they came', async (t) => {
  const queue = new Queue<number>(1);
  const got: string[] = [];
  const getters = [0, 1, 2].map((getter) => queue.get().then((item) => got.push(`${getter}:${item}`)));
  for (const item of [0, 1, 2]) {
    await queue.put(item);
  }
  await Promise.all(getters);
  t.deepEqual(got, ['0:0', '1:1', '2:2']);
  const putters = [0, 1, 2, 3].map((item) => queue.put(item));
  t.deepEqual([await queue.get(), await queue.get(), await queue.get(), await queue.get()], [0, 1, 2, 3]);
  await Promise.all(putters);
  const equal = new PriorityQueue<[number, number]>({ key: ([priority]) => priority });
  for (let item = 0; item < 100; item++) {
    equal.putNowait([item % 2, item]);
  }
  const order = Array.from({ length: 100 }, () => equal.getNowait()[1]);
  t.deepEqual(
    order,
    [...order].sort((one, other) => (one % 2) - (other % 2) || one - other),
  );
});

// Fails when a getter that comes takes an item before those that wait: `Queue::try_get` where `getters` wait.
test('fault 43: a thread that gets again and again does not shut out one that waits', async (t) => {
  const [queue, stop, done] = [new Queue<number>(), new Event(), new Queue<string>()];
  const greedy = (queue: Queue<number>, stop: Event): void => {
    while (!stop.isSet()) {
      try {
        queue.getSync(true, 1);
      } catch {
        // It comes again.
      }
    }
  };
  const modest = (queue: Queue<number>, done: Queue<string>): void => {
    for (let item = 0; item < 20; item++) {
      queue.getSync();
    }
    done.putNowait('done');
  };
  const threads = [Thread.start(greedy, queue, stop), Thread.start(modest, queue, done)];
  let put = 0;
  while (done.empty() && put < 100_000) {
    queue.putNowait(put++);
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.false(done.empty(), `${put} items were not enough for 20`);
  stop.set();
  await Promise.all(threads.map((thread) => thread.join()));
});
