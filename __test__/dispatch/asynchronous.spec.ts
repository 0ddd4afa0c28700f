import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/dispatch-work.js'));

test('a worker runs one asynchronous task at a time', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const most = await Promise.all(Array.from({ length: 4 }, () => pool.submit(work.overlap, 1)));
    t.deepEqual(most, [1, 1, 1, 1]);
  });
});

test('tasksPerWorker lets a worker run so many asynchronous tasks at once, and no more', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 3 }).use(async (pool) => {
    const most = await Promise.all(Array.from({ length: 9 }, () => pool.submit(work.overlap, 3)));
    t.is(Math.max(...most), 3);
  });
});

test('timers of a worker go on while its task waits', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(work.ticks, 10), 10);
  });
});

for (const tasksPerWorker of [1, 8]) {
  test(`asynchronous tasks, ${tasksPerWorker} a worker, come back each with its own result`, async (t) => {
    await new ThreadPoolExecutor({ maxWorkers: 2, tasksPerWorker }).use(async (pool) => {
      const futures = Array.from({ length: 5_000 }, (_, index) =>
        index % 3 === 0 ? pool.submit(work.number, index) : pool.submit(work.soon, index),
      );
      t.deepEqual(
        await Promise.all(futures),
        futures.map((_, index) => index),
      );
    });
  });

  test(`shutdown waits for asynchronous tasks, ${tasksPerWorker} a worker`, async (t) => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 2, tasksPerWorker });
    const futures = Array.from({ length: 6 }, () => pool.submit(work.overlap, 1));
    await pool.shutdown();
    t.true(futures.every((future) => future.done()));
  });
}

test('a task that has ended does not wait for one that was begun after it', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 }).use(async (pool) => {
    const end = newGates();
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => pool.submit(work.soon, index)));
    }
    const soon = Array.from({ length: 1_000 }, (_, index) => pool.submit(work.soon, index));
    const gates = [pool.submit(work.untilOpen, end), pool.submit(work.untilOpen, end)];
    // Mutation: the worker gives nothing while as many tasks go on as may.
    t.is((await Promise.all(soon)).length, 1_000);
    open(end);
    await Promise.all(gates);
  });
});

// Serial: the workers of other pools would be counted.
test.serial('no worker is started after a shutdown, while tasks go on', async (t) => {
  // One for each thread that this process may have by then.
  const [begun, end] = [newGates(200), newGates(200)];
  const workers: Worker[] = [];
  const add = (worker: Worker): void => void workers.push(worker);
  process.on('worker', add);
  const pool = new ThreadPoolExecutor({ maxWorkers: 2, tasksPerWorker: 4 });
  const tasksOf = Array.from({ length: 8 }, () => pool.submit(work.untilItsThreadMay, begun, end));
  while (workers.length < 2) {
    await setImmediate();
  }
  const [idle, busy] = workers as [Worker, Worker];
  await Promise.all(workers.map(({ threadId }) => opened(begun + threadId)));
  open(end + idle.threadId);
  const exited = once(idle, 'exit');
  const ended = pool.shutdown();
  await exited;
  // Mutation: `startIfNeeded` does not ask whether the pool is closed.
  await setImmediate();
  t.is(workers.length, 2);
  open(end + busy.threadId);
  await ended;
  t.true(tasksOf.every((future) => future.done()));
  process.off('worker', add);
});
