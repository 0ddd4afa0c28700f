// What threads meet by travels as a handle: it is the same at both ends.
import test from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from 'nogil/queue';
import { Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore } from 'nogil/threading';

const kinds: [name: string, make: () => object][] = [
  ['Lock', () => new Lock()],
  ['RLock', () => new RLock()],
  ['Condition', () => new Condition()],
  ['Semaphore', () => new Semaphore(2)],
  ['BoundedSemaphore', () => new BoundedSemaphore(2)],
  ['Event', () => new Event()],
  ['Barrier', () => new Barrier(2, () => 1, 5)],
  ['Queue', () => new Queue(3)],
  ['LifoQueue', () => new LifoQueue(3)],
  ['PriorityQueue', () => new PriorityQueue({ maxsize: 3, key: (item: number[]) => item.length })],
  ['SimpleQueue', () => new SimpleQueue()],
];

async function withPool(body: (pool: ThreadPoolExecutor) => Promise<void>): Promise<void> {
  await new ThreadPoolExecutor(1).use(body);
}

for (const [name, make] of kinds) {
  test(`${name}: it is the same when it comes back, as an argument and as a captured value`, async (t) => {
    await withPool(async (pool) => {
      const object = make();
      t.is(await pool.submit((given: object) => given, object), object);
      t.is(await pool.submit(() => object), object);
    });
  });

  test(`${name}: it is of its class there`, async (t) => {
    await withPool(async (pool) => {
      const object = make();
      t.true(await pool.submit((given, Class) => given instanceof Class, object, object.constructor as typeof Object));
    });
  });

  test(`${name}: it is the same in a thread to which it comes twice`, async (t) => {
    await withPool(async (pool) => {
      const object = make();
      const keep = (given: object) => {
        (globalThis as { kept?: object }).kept = given;
      };
      await pool.submit(keep, object);
      t.true(
        await pool.submit((one, list) => one === list[0] && one === (globalThis as { kept?: object }).kept, object, [
          object,
        ]),
      );
    });
  });

  test(`${name}: it travels in Maps, Sets, objects and arrays`, async (t) => {
    await withPool(async (pool) => {
      const object = make();
      const value = { map: new Map([[object, [object]]]), set: new Set([object]) };
      const back = await pool.submit((given: typeof value) => given, value);
      t.is(back.map.get(object)?.[0], object);
      t.true(back.set.has(object));
    });
  });

  test(`${name}: it travels in an error`, async (t) => {
    await withPool(async (pool) => {
      const object = make();
      const error = await t.throwsAsync(
        pool.submit(() => {
          throw Object.assign(new Error('with it'), { object, cause: { object } });
        }),
      );
      t.is((error as unknown as { object: object }).object, object);
      t.is((error.cause as { object: object }).object, object);
    });
  });

  test(`${name}: it travels through a queue, and lives as long as it is in it`, async (t) => {
    await withPool(async (pool) => {
      const queue = new Queue<object>();
      // It was made there, and nobody there has it any more.
      const source = {
        Lock,
        RLock,
        Condition,
        Semaphore,
        BoundedSemaphore,
        Event,
        Barrier,
        Queue,
        LifoQueue,
        PriorityQueue,
        SimpleQueue,
      }[name] as new (
        count?: number,
      ) => object;
      await pool.submit(() => queue.putNowait(name === 'Barrier' ? new source(1) : new source()));
      await pool.submit(() => {
        for (let round = 0; round < 50; round++) {
          globalThis.gc?.();
          new ArrayBuffer(1 << 20);
        }
      });
      const object = await queue.get();
      t.is(object.constructor, make().constructor);
      queue.putNowait(object);
      t.is(queue.getSync(), object);
    });
  });
}

test('what a Barrier and a queue were made with is the same there', async (t) => {
  await withPool(async (pool) => {
    const facts = await pool.submit(
      (barrier: Barrier, queue: Queue, lifo: LifoQueue, priority: PriorityQueue) => [
        barrier.parties,
        queue.maxsize,
        lifo.maxsize,
        priority.maxsize,
      ],
      new Barrier(7),
      new Queue(3),
      new LifoQueue(-1),
      new PriorityQueue(5),
    );
    t.deepEqual(facts, [7, 3, -1, 5]);
  });
});

test("a Barrier's action is called in the thread of the last party", async (t) => {
  await withPool(async (pool) => {
    const said = new SimpleQueue<boolean>();
    const barrier = new Barrier(2, async () => {
      const { isMainThread } = await import('node:worker_threads');
      said.putNowait(isMainThread);
    });
    const first = barrier.wait();
    await pool.submit(() => barrier.wait());
    await first;
    t.false(said.getNowait());
  });
});

test('a Condition has its lock with it', async (t) => {
  await withPool(async (pool) => {
    const lock = new Lock();
    const condition = new Condition(lock);
    await condition.use(async () => {
      t.false(await pool.submit((given: Condition) => given.tryAcquire(), condition));
    });
    t.deepEqual(
      await pool.submit(
        (given: Condition, its: Lock) => given.useSync(() => [its.locked(), its.tryAcquire()]),
        condition,
        lock,
      ),
      [true, false],
    );
  });
});

test('a Condition is made of a lock that has come from another thread', async (t) => {
  await withPool(async (pool) => {
    for (const lock of [new Lock(), new RLock()]) {
      const condition = await pool.submit((given) => new Condition(given), lock);
      t.true(await condition.use(() => lock.locked()));
      t.false(lock.locked());
    }
  });
});

test('a Condition keeps its lock alive: nobody else has to', async (t) => {
  await withPool(async (pool) => {
    const condition = await pool.submit(() => new Condition(new RLock()));
    globalThis.gc?.();
    t.true(await condition.use(() => condition.locked()));
  });
});

test("a PriorityQueue's key is called in the thread that puts", async (t) => {
  await withPool(async (pool) => {
    const queue = new PriorityQueue<string>({ key: (item) => item.length });
    await pool.submit(() => {
      queue.putNowait('long');
      queue.putNowait('a');
    });
    queue.putNowait('mid');
    t.deepEqual([queue.getNowait(), queue.getNowait(), queue.getNowait()], ['a', 'mid', 'long']);
  });
});

test('a lock that is held stays held when it travels', async (t) => {
  await withPool(async (pool) => {
    const lock = new Lock();
    await lock.acquire();
    t.deepEqual(await pool.submit((given: Lock) => [given.locked(), given.tryAcquire()], lock), [true, false]);
    await pool.submit((given: Lock) => given.release(), lock);
    t.false(lock.locked());
  });
});

test('a queue in itself comes out as itself', (t) => {
  const queue = new Queue<unknown>();
  queue.putNowait([queue]);
  t.is((queue.getNowait() as unknown[])[0], queue);
});
