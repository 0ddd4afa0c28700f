import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { currentTask } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));

test('outside of a task there is none', (t) => {
  t.is(currentTask(), undefined);
});

test('a task sees itself, each with an id of its own', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const seen = await Promise.all(Array.from({ length: 50 }, () => pool.submit(work.look)));
    t.is(new Set(seen.map(({ id }) => id)).size, 50);
    t.like(seen[0], { attempt: 1, cancelled: false, isSame: true, isAborted: false });
  });
});

test('a function without a module sees its task', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(() => currentTask()?.attempt), 1);
  });
});

for (const tasksPerWorker of [1, 3]) {
  test(`a task sees itself after it has waited, ${tasksPerWorker} a worker`, async (t) => {
    const end = newGates();
    const begun = newGates(3);
    await new ThreadPoolExecutor({ maxWorkers: 3, tasksPerWorker }).use(async (pool) => {
      const futures = [0, 1, 2].map((index) => pool.submit(work.lookTwice, begun + index, end));
      await Promise.all([0, 1, 2].map((index) => opened(begun + index)));
      open(end);
      const seen = await Promise.all(futures);
      for (const [before, after] of seen) {
        t.is(typeof before, 'string');
        t.is(before, after);
      }
      t.is(new Set(seen.flat()).size, 3);
    });
  });

  test(`what a task has left behind sees none, ${tasksPerWorker} a worker`, async (t) => {
    const seen = newGates();
    await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker }).use(async (pool) => {
      await pool.submit(work.lookAfterwards, seen);
      await opened(seen);
      t.is(await pool.submit(work.seenAfterwards), undefined);
    });
  });
}
