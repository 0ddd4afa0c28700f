import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { DeadlockError } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/full-pool-work.js'));

// These hang when `work` in worker/loop.ts begins no task beyond `mostAtOnce`.
test('fault 51: a task of the only worker awaits another one', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(work.twiceElsewhere, pool, 4), 9);
  });
});

test('fault 51: tasks that await two halves each end, however deep', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.is(await pool.submit(work.leaves, pool, 8), 256);
  });
});

test('fault 51: tasks of two pools that await each other end', async (t) => {
  await new ThreadPoolExecutor(1).use(async (one) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      t.is(await one.submit(work.pingPong, one, other, 9), 9);
    });
  });
});

// Hangs when `awaits` in lane/mod.rs tells nobody that pools have come to wait for themselves.
test('fault 51: tasks of three pools that await each other end', async (t) => {
  const pools = Array.from({ length: 3 }, () => new ThreadPoolExecutor(1));
  t.is(await pools[0]?.submit(work.roundTrip, pools, 0, 30), 30);
  await Promise.all(pools.map((pool) => pool.shutdown()));
});

// Hangs when `of` in blocked.rs heeds blocked workers alone.
test('fault 51: tasks of two pools that await each other, or block, in turns, end', async (t) => {
  await new ThreadPoolExecutor(1).use(async (one) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      t.is(await one.submit(work.pingPongMixed, one, other, 12), 12);
      t.is(await one.submit(work.pingPongMixed, one, other, 11), 11);
    });
  });
});

// Fails when `mayNeedItself` in worker/spare.ts says true whatever tasks wait for.
test('tasks that await another pool, which waits for nobody, go on one at a time', async (t) => {
  await new ThreadPoolExecutor(1).use(async (other) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      await Promise.all(Array.from({ length: 10_000 }, () => pool.submit(work.countAwaiting, other)));
      t.is(await pool.submit(work.mostAtOnce), 1);
    });
  });
});

// Hangs when `exchange` in lane/mod.rs heeds the limit for a spare worker too.
test('fault 51: a limit of tasks for each worker does not make a task await another one for ever', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, maxTasksPerWorker: 1 }).use(async (pool) => {
    t.is(await pool.submit(work.leaves, pool, 4), 16);
    t.is(await pool.submit(work.twice, 2), 4);
  });
});

// Hangs when `sent` in worker/loop.ts is never called.
test('fault 51: a task that has run for long awaits another one', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.twiceLater, pool, begun, end, 4);
    await opened(begun);
    open(end);
    t.is(await first, 8);
  });
});

// Hangs when `tell_full` in pool/mod.rs rings nobody: the second worker comes while the first one waits already.
test('fault 51: a task awaits another one while the last worker of the pool starts, and is taken', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => pool.submit(work.twiceElsewhere, pool, n)));
    t.deepEqual(
      all,
      Array.from({ length: 20 }, (_, n) => 2 * n + 1),
    );
  });
});

test('with several tasks for each worker, all of which wait for others, none waits for ever', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 }).use(async (pool) => {
    t.is(await pool.submit(work.leaves, pool, 6), 64);
  });
});

test('a task that was begun while another one waited for it has its own currentTask()', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    for (let round = 0; round < 3; round++) {
      const { before, inner, after } = await pool.submit(work.idsAround, pool);
      t.truthy(before);
      t.truthy(inner);
      t.is(after, before);
      t.not(inner, before);
    }
  });
});

test('tasks that wait for no others go on one at a time', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.submit(work.twiceElsewhere, pool, 1);
    await Promise.all(Array.from({ length: 10 }, () => pool.submit(work.countAtOnce)));
    t.is(await pool.submit(work.mostAtOnce), 1);
  });
});

// These hang when `beginBlocking` in worker/loop.ts does nothing.
test('fault 51: a task of the only worker blocks for another one', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(work.twiceElsewhereSync, pool, 4), 9);
  });
});

test('fault 51: a task blocks for another one while the thread that made the pool blocks for it', (t) => {
  const pool = new ThreadPoolExecutor(1);
  t.is(pool.submit(work.twiceElsewhereSync, pool, 4).resultSync(), 9);
  void pool.shutdown();
});

test('fault 51: tasks of two pools that block for each other end', async (t) => {
  await new ThreadPoolExecutor(1).use(async (one) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      t.is(await one.submit(work.pingPongSync, one, other, 6), 6);
    });
  });
});

// Hangs when `begin_blocking` in lane/mod.rs never says false.
test('fault 51: tasks that block for one another deeper than there are threads for are a DeadlockError', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.submit(work.blockDeep, pool, 40).exception();
    t.true(error instanceof DeadlockError);
    t.is(await pool.submit(work.twice, 2), 4);
  });
});

test('tasks that block for another pool, which waits for nobody, take no more threads', async (t) => {
  await new ThreadPoolExecutor(1).use(async (one) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      const all = Array.from({ length: 50 }, (_, n) => one.submit(work.twiceElsewhereSync, other, n));
      t.is((await Promise.all(all)).length, 50);
      t.is(one.stats().workers.length, 1);
    });
  });
});
