import { threadId } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { CancelledError, TimeoutError, WorkerTerminated } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));
const dispatch = tasks(() => import('../fixtures/dispatch-work.js'));

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

/** Of tasks that submit themselves again and again. */
const LINKS = 50_000;
/** A worker looks for others every 61st time, and takes 64 at most at a time: `pool/queues.rs`, `pool/pace.rs`. */
const MOST_BEFORE = 61 * 64 + 500;

// Fails when `Queues.pop` never looks at the common queue first (COMMON_FIRST_EVERY): the other one comes last.
test('fault 43: tasks that submit others without end do not shut out one that was submitted from outside', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(dispatch.startLinks, pool, begun, end, LINKS);
    await opened(begun);
    const other = pool.submit(dispatch.linksSoFar);
    open(end);
    await first;
    const before = await other;
    t.true(before <= MOST_BEFORE, `${before} came before it`);
    while ((await pool.submit(dispatch.linksSoFar)) < LINKS) {
      // Its tasks may submit no others when it is shut down.
    }
  });
});

// Fails when `abortTask` in limits.ts does not tell the task's Limits of the reason (`abortBegan`).
test('fault 46: of an abort and the end of a task one comes first, which abort() tells', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 2, graceTime: 60_000 }).use(async (pool) => {
    for (let round = 0; round < 1_000; round++) {
      const future = pool.submit(work.add, round, 1);
      let told = 0;
      future.addDoneCallback(() => {
        told += 1;
      });
      const until = performance.now() + (round % 50) / 500;
      while (performance.now() < until) {
        // Sooner or later than the task ends.
      }
      const isAborted = future.abort('enough');
      const outcome = await future.catch((reason: unknown) => reason);
      t.is(outcome, isAborted ? 'enough' : round + 1);
      t.is(told, 1);
    }
  });
});

for (const name of ['runTimeout', 'deadline'] as const) {
  // Fails when `Limits.ended` does not stop its alarms.
  test(`fault 46: a ${name} that is over once its task has ended does not end the next one`, async (t) => {
    const [begun, end] = [newGates(), newGates()];
    await new ThreadPoolExecutor(1).use(async (pool) => {
      await pool.submit(work.thread);
      t.is(await pool.options({ [name]: 2_000 }).submit(work.add, 1, 2), 3);
      // It has the number of the one that has ended.
      const next = pool.submit(work.wait, begun, end);
      await opened(begun);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      open(end);
      t.is(typeof (await next), 'number');
    });
  });
}

// Fails when `insist` forgets an alarm that is not over.
test('fault 46: a deadline ends with its task, though the runTimeout was over before that was known', async (t) => {
  const [begun, end, begunNext, endNext] = [newGates(), newGates(), newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.submit(work.thread);
    const both = pool.options({ runTimeout: 300, deadline: 2_000 }).submit(work.wait, begun, end);
    await opened(begun);
    open(end);
    const busyUntil = performance.now() + 600;
    while (performance.now() < busyUntil) {
      // No event is heard of.
    }
    await both.exception();
    // It has the number of the one that has ended.
    const next = pool.submit(work.wait, begunNext, endNext);
    await opened(begunNext);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    open(endNext);
    t.is(typeof (await next), 'number');
  });
});

// Fails when the time of a wait that is over cancels the task, or settles its Future.
test('fault 46: a result that comes when the time of a wait is over is there for the next one', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.submit(work.wait, begun, end);
    await opened(begun);
    await t.throwsAsync(future.result(1), { instanceOf: TimeoutError });
    await t.throwsAsync(future.exception(0), { instanceOf: TimeoutError });
    t.throws(() => future.resultSync(1), { instanceOf: TimeoutError });
    t.true(future.running());
    open(end);
    t.is(typeof (await future.result(60_000)), 'number');
  });
});
