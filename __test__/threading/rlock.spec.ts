// RLock: who owns what is awaited.
import test from 'ava';
import { RuntimeError, ThreadPoolExecutor } from 'nogil/futures';
import { Condition, RLock } from 'nogil/threading';

test('use() enters again in its own body, also after an await', async (t) => {
  const lock = new RLock();
  const deep = await lock.use(async () => {
    await null;
    return lock.use(() =>
      lock.use(async () => {
        await null;
        t.true(lock.locked());
        return 'deep';
      }),
    );
  });
  t.is(deep, 'deep');
  t.false(lock.locked());
});

test('use() enters again in what its body has called and awaits', async (t) => {
  const lock = new RLock();
  const countdown = async (n: number): Promise<number> =>
    lock.use(async () => (n === 0 ? 0 : 1 + (await countdown(n - 1))));
  t.is(await countdown(10), 10);
});

test('two bodies in one Promise.all run one after the other', async (t) => {
  const lock = new RLock();
  let inside = 0;
  const body = async () => {
    inside += 1;
    t.is(inside, 1);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all([lock.use(body), lock.use(body), lock.use(body)]);
  t.false(lock.locked());
});

test('useSync() enters again in a useSync(), and in a use()', async (t) => {
  const lock = new RLock();
  t.is(
    lock.useSync(() => lock.useSync(() => 1)),
    1,
  );
  t.is(await lock.use(() => lock.useSync(() => 2)), 2);
  t.false(lock.locked());
});

test('outside of all flows an awaited acquire() is not entered again', async (t) => {
  const lock = new RLock();
  t.true(await lock.acquire());
  t.false(await lock.acquire({ timeout: 5 }));
  t.false(await lock.acquire(false));
  lock.release();
  t.false(lock.locked());
});

test('in a flow acquire() enters again, and each level is released', async (t) => {
  const lock = new RLock();
  await lock.use(async () => {
    t.true(await lock.acquire());
    t.true(lock.acquireSync());
    lock.release();
    lock.release();
    t.true(lock.locked());
  });
  t.false(lock.locked());
});

test('another flow neither enters nor releases what one holds', async (t) => {
  const lock = new RLock();
  let leave: () => void = () => {};
  const using = lock.use(
    () =>
      new Promise<void>((resolve) => {
        leave = resolve;
      }),
  );
  await new RLock().use(async () => {
    t.false(await lock.acquire(false));
    t.false(lock.acquireSync(false));
    t.throws(() => lock.release(), { instanceOf: RuntimeError });
  });
  t.false(lock.tryAcquire());
  t.throws(() => lock.release(), { instanceOf: RuntimeError });
  leave();
  await using;
  t.false(lock.locked());
});

test('what a body has left behind cannot keep the lock, nor enter it', async (t) => {
  const lock = new RLock();
  let late: Promise<boolean> | undefined;
  let goOn: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await lock.use(() => {
    late = gate.then(() => lock.acquire(false));
  });
  t.false(lock.locked());
  await lock.acquire();
  goOn();
  t.false(await late);
  lock.release();
});

test('a task of a pool is a flow: it enters again in what it awaits', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const lock = new RLock();
    const levels = await pool.submit(async () => {
      const taken = [await lock.acquire(), await lock.acquire(), lock.acquireSync(), await lock.use(() => true)];
      lock.release();
      lock.release();
      lock.release();
      return taken;
    });
    t.deepEqual(levels, [true, true, true, true]);
    t.false(lock.locked());
  });
});

test('a lock that another thread owns is not entered by a flow of this one', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const lock = new RLock();
    await lock.use(async () => {
      t.false(await pool.submit(() => lock.tryAcquire()));
      t.is(
        await pool.submit(() => {
          try {
            lock.release();
            return '';
          } catch (error) {
            return (error as Error).name;
          }
        }),
        'RuntimeError',
      );
    });
    t.true(await pool.submit(() => lock.useSync(() => lock.tryAcquire())));
  });
});

test('a Condition lets all levels go, and has them again', async (t) => {
  const lock = new RLock();
  const condition = new Condition(lock);
  let isReady = false;
  const waiting = lock.use(() =>
    lock.use(async () => {
      await condition.waitFor(() => isReady);
      t.true(lock.locked());
      t.true(lock.acquireSync());
      lock.release();
    }),
  );
  await condition.use(() => {
    isReady = true;
    condition.notify();
  });
  await waiting;
  t.false(lock.locked());
});
