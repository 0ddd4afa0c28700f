import { threadId } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { CancelledError, TimeoutError, WorkerTerminated } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));

// Fails when `WorkerThreads.abortBegan` ends nothing: the test never ends.
test('fault 9: a busy loop is ended by runTimeout, and its worker is replaced', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const before = await pool.submit(work.thread);
    const error = await pool.options({ runTimeout: 100 }).submit(work.spin, begun).exception();
    t.true(error instanceof TimeoutError);
    t.regex((error as Error).message, /runTimeout of 100 ms/);
    const after = await pool.submit(work.thread);
    t.not(after, before);
    t.not(after, threadId);
  });
});

// Fails when `Limits.ended` does not settle the Future: it has WorkerTerminated.
test('fault 9: a busy loop that is aborted fails with its own reason, its started neighbour with WorkerTerminated', async (t) => {
  const [begun, neighbour] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 }).use(async (pool) => {
    const started = pool.submit(work.wait, neighbour, newGates());
    const loop = pool.submit(work.spin, begun);
    await Promise.all([opened(begun), opened(neighbour)]);
    loop.abort();
    t.true((await loop.exception()) instanceof CancelledError);
    t.true((await started.exception()) instanceof WorkerTerminated);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when a watched task is laid out with others (`Message::is_watched` in `slot.rs`): they would be lost with it.
test('fault 9: tasks behind a busy loop move to another worker', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const small = Array.from({ length: 1_000 }, () => pool.submit(work.add, 1, 1));
    const loop = pool.options({ runTimeout: 100 }).submit(work.spin, newGates());
    const behind = Array.from({ length: 1_000 }, () => pool.submit(work.add, 1, 2));
    t.true((await Promise.all(small)).every((sum) => sum === 2));
    t.true((await loop.exception()) instanceof TimeoutError);
    t.true((await Promise.all(behind)).every((sum) => sum === 3));
  });
});

// Fails when `WorkerThreads.abortBegan` ends nothing: the test never ends.
test('fault 10: a regular expression that takes for ever is ended by runTimeout', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.options({ runTimeout: 100 }).submit(work.backtrack, begun).exception();
    t.true(error instanceof TimeoutError);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when `Queues.pop` takes from `low` before `normal`, or from the end of one.
test('fault 43: within a priority tasks begin in the order of their submission', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const low = pool.options({ priority: 'low' });
    const numbers = Array.from({ length: 2_000 }, (_, number) => number);
    const [begun, end] = [newGates(), newGates()];
    const first = pool.submit(work.block, begun, end);
    await opened(begun);
    const late = numbers.map((number) => low.submit(work.note, 2_000 + number));
    const early = numbers.map((number) => pool.submit(work.note, number));
    open(end);
    await Promise.all([first, ...late, ...early]);
    const order = await pool.submit(work.takeNotes);
    t.is(order.length, 4_000);
    t.true(order.every((number, index) => number === index));
  });
});
