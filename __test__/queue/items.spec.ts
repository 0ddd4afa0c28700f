// What may be in a queue.
import test from 'ava';
import { Future, ThreadPoolExecutor } from 'nogil/futures';
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from 'nogil/queue';

const kinds: [name: string, make: <T>() => Queue<T> | SimpleQueue<T>][] = [
  ['Queue', () => new Queue()],
  ['LifoQueue', () => new LifoQueue()],
  ['PriorityQueue', () => new PriorityQueue({ key: () => 0 })],
  ['SimpleQueue', () => new SimpleQueue()],
];

for (const [name, make] of kinds) {
  test(`${name}: an item is a copy, of any kind that travels`, async (t) => {
    const queue = make<unknown>();
    const items = [
      0,
      -0,
      Number.NaN,
      1e300,
      2n ** 100n,
      '',
      'text',
      '\ud800',
      true,
      null,
      undefined,
      [1, [2]],
      { a: { b: 1 } },
      new Map([[1, { two: 2 }]]),
      new Set(['x']),
      new Date(5),
      /x/g,
      new Uint8Array([1, 2, 3]),
      new Float64Array([0.5]),
      new ArrayBuffer(3),
    ];
    for (const item of items) {
      queue.putNowait(item);
      t.deepEqual(await queue.get(), item);
      queue.putSync(item);
      t.deepEqual(queue.getSync(), item);
      const got = queue.get();
      await queue.put(item);
      t.deepEqual(await got, item);
    }
    const object = { changes: 1 };
    queue.putNowait(object);
    object.changes = 2;
    t.deepEqual(queue.getNowait(), { changes: 1 });
  });

  test(`${name}: a large item comes whole, to who awaits, who blocks, and who finds it`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const queue = make<string | Uint8Array>();
      const text = 'äx'.repeat(2 ** 19);
      queue.putNowait(text);
      t.true((await queue.get()) === text);
      const awaited = queue.get();
      queue.putNowait(text);
      t.true((await awaited) === text);
      const blocked = pool.submit(() => queue.getSync().length);
      queue.putNowait(new Uint8Array(2 ** 20));
      t.is(await blocked, 2 ** 20);
      await pool.submit(() => queue.putNowait(new Uint8Array(2 ** 20).fill(7)));
      t.is(Buffer.compare(queue.getSync() as Uint8Array, new Uint8Array(2 ** 20).fill(7)), 0);
      await pool.submit(() => queue.putNowait([1, 'x'.repeat(2 ** 20)] as never));
      t.is((queue.getNowait() as unknown as [number, string])[1].length, 2 ** 20);
    });
  });

  test(`${name}: a Promise is refused, and so is a Future`, async (t) => {
    const queue = make<unknown>();
    const refused = { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message: /^item: .*await it first/ };
    for (const item of [Promise.resolve(1), new Future()]) {
      await t.throwsAsync(queue.put(item), refused);
      t.throws(() => queue.putSync(item), refused);
      t.throws(() => queue.putNowait(item), refused);
    }
    t.is(queue.qsize(), 0);
  });

  test(`${name}: what cannot travel is refused by its place, and the queue is as it was`, async (t) => {
    const queue = make<unknown>();
    queue.putNowait(1);
    const refused = { name: 'TaskError', code: 'ERR_TASK_ARGUMENT', message: /the item\.deep\[0\]/ };
    await t.throwsAsync(queue.put({ deep: [new WeakMap()] }), refused);
    t.throws(() => queue.putNowait({ deep: [Symbol('own')] }), refused);
    t.is(queue.qsize(), 1);
    t.is(queue.getNowait(), 1);
  });

  test(`${name}: an item with functions in it comes to who awaits it`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const queue = make<{ twice: (n: number) => number }>();
      const factor = 2;
      const item = { twice: (n: number) => n * factor };
      const awaited = pool.submit(async () => (await queue.get()).twice(4));
      queue.putNowait(item);
      t.is(await awaited, 8);
      queue.putNowait(item);
      t.is(await pool.submit(async () => (await queue.get()).twice(5)), 10);
    });
  });

  test(`${name}: an item with functions in it comes back to the thread that has them`, async (t) => {
    const queue = make<() => string>();
    queue.putNowait(() => 'one');
    t.is((await queue.get())(), 'one');
    queue.putNowait(() => 'two');
    t.is(queue.getSync()(), 'two');
    const awaited = queue.get();
    queue.putNowait(() => 'three');
    t.is((await awaited)(), 'three');
  });

  test(`${name}: functions that are not loaded yet stay in it for who awaits, when a thread blocks for them`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const queue = make<() => string>();
      queue.putNowait(() => 'loaded');
      const first = await pool.submit(() => {
        try {
          return queue.getSync()();
        } catch (error) {
          return (error as { code: string }).code;
        }
      });
      t.is(first, 'ERR_DEADLOCK');
      t.is(queue.qsize(), 1);
      t.is(await pool.submit(async () => (await queue.get())()), 'loaded');
    });
  });

  test(`${name}: an instance of a class is one at the other end`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      class Point {
        x: number;
        constructor(x: number) {
          this.x = x;
        }
        twice(): number {
          return this.x * 2;
        }
      }
      const queue = make<Point>();
      queue.putNowait(new Point(3));
      t.is(await pool.submit(async () => (await queue.get()).twice()), 6);
      queue.putNowait(new Point(4));
      const back = await queue.get();
      t.true(back instanceof Point);
      t.is(back.twice(), 8);
    });
  });
}

test('items with functions stay in order among others', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const queue = new Queue<unknown>();
    const taken = pool.submit(async () => {
      const order: unknown[] = [];
      for await (const item of queue) {
        order.push(typeof item === 'function' ? item() : item);
      }
      return order;
    });
    for (const item of [1, () => 2, 3, () => 4, () => 5, 6]) {
      queue.putNowait(item);
    }
    queue.shutdown();
    t.deepEqual(await taken, [1, 2, 3, 4, 5, 6]);
  });
});
