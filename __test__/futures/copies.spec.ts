/**
 * A worker has a copy of the package, and what its tasks import is another one.
 */

import { pathToFileURL } from 'node:url';
import test from 'ava';
import { Future, ThreadPoolExecutor, tasks } from 'nogil/futures';
import { fixture, run } from '../child.js';

const work = tasks(() => import('../fixtures/copies-work.js'));

test('an executor and a Future that a task is given are instances of the classes that it has imported', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const future = new Future<number>();
    t.deepEqual(await pool.submit(work.known, pool, future), [true, true, true, true, false]);
  });
});

test('a task can send on the executor that it was given, by one of its own', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.is(await pool.submit(work.sendOn, pool, 7), 7);
  });
});

test('a task can send an executor of its own, by the one that it was given', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.is(await pool.submit(work.sendOwn, pool, 7), 7);
  });
});

test('a task can return an executor of its own, which is the same one when it comes back', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const made = await pool.submit(work.make);
    t.true(made instanceof ThreadPoolExecutor);
    t.is(await made.submit(work.number, 7), 7);
    t.true(await pool.submit(work.isKept, made));
    await pool.submit(work.end);
  });
});

test('map of an own executor takes the Futures of the executor that its task was given', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.deepEqual(await pool.submit(work.mapByOwnExecutor, pool), [1, 2, 3]);
  });
});

test('where nogil is preloaded into workers too, a module that submits while one imports it is told', async (t) => {
  const args = ['--import', pathToFileURL(fixture('preloads.js')).href, fixture('submits-in-worker.js')];
  const { code, stdout } = await run(process.execPath, args);
  t.deepEqual([code, stdout], [0, 'ERR_RUNTIME\n']);
});
