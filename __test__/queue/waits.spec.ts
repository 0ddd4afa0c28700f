// How queues are waited for, beyond Python: options, signals, iteration.
import test from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';
import { Empty, Full, LifoQueue, PriorityQueue, Queue, ShutDown, SimpleQueue } from 'nogil/queue';

const kinds: [name: string, make: <T>(maxsize?: number) => Queue<T>][] = [
  ['Queue', (maxsize) => new Queue(maxsize)],
  ['LifoQueue', (maxsize) => new LifoQueue(maxsize)],
  ['PriorityQueue', (maxsize) => new PriorityQueue(maxsize)],
];

for (const [name, make] of kinds) {
  test(`${name}: put() and get() take an object of options`, async (t) => {
    const queue = make<number>(1);
    await queue.put(1, { block: false });
    await t.throwsAsync(queue.put(2, { block: false }), { instanceOf: Full, code: 'ERR_FULL' });
    await t.throwsAsync(queue.put(2, { timeout: 5 }), { instanceOf: Full });
    t.throws(() => queue.putSync(2, { timeout: 5 }), { instanceOf: Full });
    t.is(await queue.get({ timeout: 5 }), 1);
    await t.throwsAsync(queue.get({ block: false }), { instanceOf: Empty, code: 'ERR_EMPTY' });
    await t.throwsAsync(queue.get({ timeout: 5 }), { instanceOf: Empty });
    t.throws(() => queue.getSync({ block: false, timeout: 5 }), { instanceOf: Empty });
  });

  test(`${name}: options that are none are refused by name, and no item is lost or put`, async (t) => {
    const queue = make<number>();
    queue.putNowait(1);
    for (const [argument, message] of [
      [1, /^block: .*got 1/],
      [null, /^block: .*got null/],
      ['yes', /^block: .*got string/],
      [{ blocking: true }, /'blocking'/],
      [{ block: 0 }, /^block: /],
      [{ timeout: '1' }, /^timeout: /],
      [{ signal: {} }, /^signal: /],
    ] as const) {
      const refused = { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message };
      await t.throwsAsync(queue.get(argument as never), refused);
      t.throws(() => queue.getSync(argument as never), refused);
      await t.throwsAsync(queue.put(2, argument as never), refused);
      t.throws(() => queue.putSync(2, argument as never), refused);
    }
    t.is(queue.qsize(), 1);
    t.is(queue.getNowait(), 1);
  });

  test(`${name}: a signal ends a get with its reason, and takes no item`, async (t) => {
    const queue = make<number>();
    const controller = new AbortController();
    const cancelled = queue.get({ signal: controller.signal });
    const next = queue.get();
    controller.abort(new Error('enough'));
    queue.putNowait(5);
    await t.throwsAsync(cancelled, { message: 'enough' });
    t.is(await next, 5);
  });

  test(`${name}: a signal ends a put with its reason, and puts no item`, async (t) => {
    const queue = make<number>(1);
    queue.putNowait(1);
    const controller = new AbortController();
    const cancelled = queue.put(2, { signal: controller.signal });
    const next = queue.put(3);
    controller.abort(new Error('enough'));
    t.is(queue.getNowait(), 1);
    await t.throwsAsync(cancelled, { message: 'enough' });
    await next;
    t.is(queue.getNowait(), 3);
    t.true(queue.empty());
  });

  test(`${name}: a signal ends a join with its reason`, async (t) => {
    const queue = make<number>();
    queue.putNowait(1);
    const controller = new AbortController();
    const cancelled = queue.join({ signal: controller.signal });
    const other = queue.join();
    controller.abort(new Error('enough'));
    await t.throwsAsync(cancelled, { message: 'enough' });
    queue.taskDone();
    await other;
  });

  test(`${name}: a join takes no time`, async (t) => {
    const queue = make<number>();
    queue.putNowait(1);
    const refused = { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' };
    await t.throwsAsync(queue.join(5 as never), refused);
    await t.throwsAsync(queue.join({ timeout: 5 } as never), refused);
  });

  test(`${name}: a put that has waited too long puts nothing later`, async (t) => {
    const queue = make<number>(1);
    queue.putNowait(1);
    await t.throwsAsync(queue.put(2, true, 5), { instanceOf: Full });
    t.is(await queue.get(), 1);
    t.true(queue.empty());
    queue.taskDone();
    t.throws(() => queue.taskDone(), { name: 'ValueError' });
  });

  test(`${name}: for await takes item after item, and ends at shutdown`, async (t) => {
    const queue = make<number>();
    const taken: number[] = [];
    const taking = (async () => {
      for await (const item of queue) {
        taken.push(item);
      }
    })();
    for (const item of [1, 2, 3]) {
      await queue.put(item);
      await new Promise(setImmediate);
    }
    queue.shutdown();
    await taking;
    t.deepEqual(taken, [1, 2, 3]);
  });

  test(`${name}: iterSync() takes item after item, and ends at shutdown`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const queue = make<number>();
      const taking = pool.submit(() => [...queue.iterSync()]);
      for (const item of [1, 2, 3]) {
        queue.putNowait(item);
      }
      queue.shutdown();
      t.deepEqual((await taking).sort(), [1, 2, 3]);
      t.deepEqual([...queue.iterSync()], []);
    });
  });

  test(`${name}: a loop that is left takes no more`, async (t) => {
    const queue = make<number>();
    for (const item of [1, 1, 1]) {
      queue.putNowait(item);
    }
    for await (const _item of queue) {
      break;
    }
    for (const _item of queue.iterSync()) {
      break;
    }
    t.is(queue.qsize(), 1);
  });

  test(`${name}: fault 37: a shutdown wakes who waits, in threads too`, async (t) => {
    await new ThreadPoolExecutor(2).use(async (pool) => {
      const [empty, full] = [make<number>(), make<number>(1)];
      full.putNowait(1);
      const name = (wait: () => unknown) => {
        try {
          return String(wait());
        } catch (error) {
          return (error as Error).name;
        }
      };
      const blocked = [pool.submit(() => name(() => empty.getSync())), pool.submit(() => name(() => full.putSync(2)))];
      const awaited = [
        t.throwsAsync(empty.get(), { instanceOf: ShutDown, code: 'ERR_SHUT_DOWN' }),
        t.throwsAsync(full.put(3), { instanceOf: ShutDown }),
      ];
      empty.shutdown();
      full.shutdown();
      t.deepEqual(await Promise.all(blocked), ['ShutDown', 'ShutDown']);
      await Promise.all(awaited);
      t.is(full.qsize(), 1);
    });
  });

  test(`${name}: fault 37: an immediate shutdown lets joins go on`, async (t) => {
    const queue = make<number>();
    queue.putNowait(1);
    queue.putNowait(2);
    queue.getNowait();
    const joining = queue.join();
    let hasJoined = false;
    void joining.then(() => {
      hasJoined = true;
    });
    queue.shutdown(true);
    await new Promise(setImmediate);
    // One was taken, and is not said to be done.
    t.false(hasJoined);
    queue.taskDone();
    await joining;
  });

  test(`${name}: fault 39: taskDone() too often is a ValueError, and the count stays`, async (t) => {
    const queue = make<number>();
    t.throws(() => queue.taskDone(), { name: 'ValueError', code: 'ERR_VALUE' });
    queue.putNowait(1);
    queue.taskDone();
    t.throws(() => queue.taskDone(), { name: 'ValueError' });
    await queue.join();
  });

  test(`${name}: it refuses a maxsize that is no whole number, and an immediate that is no boolean`, (t) => {
    for (const maxsize of ['1', 1.5, Number.NaN, Number.POSITIVE_INFINITY, null, 1n]) {
      t.throws(() => make(maxsize as never), { instanceOf: TypeError, message: /maxsize|options/ });
    }
    t.throws(() => make().shutdown(1 as never), { instanceOf: TypeError, message: /^immediate: / });
    t.false(make(-1).full());
    t.is(make(-1).maxsize, -1);
  });
}

test('who waits to get is served in order, and so is who waits to put', async (t) => {
  const queue = new Queue<number>(1);
  const got = [queue.get(), queue.get(), queue.get()];
  for (const item of [1, 2, 3]) {
    queue.putNowait(item);
  }
  t.deepEqual(await Promise.all(got), [1, 2, 3]);
  const put = [queue.put(1), queue.put(2), queue.put(3)];
  t.deepEqual([await queue.get(), await queue.get(), await queue.get()], [1, 2, 3]);
  await Promise.all(put);
});

test('a SimpleQueue has no limit, no join and no shutdown', (t) => {
  const queue = new SimpleQueue<number>();
  for (const method of ['join', 'joinSync', 'taskDone', 'shutdown', 'full', 'maxsize']) {
    t.false(method in queue);
  }
});
