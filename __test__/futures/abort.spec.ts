import { createHook } from 'node:async_hooks';
import test from 'ava';
import { sleepSync, ThreadPoolExecutor, tasks } from 'nogil';
import { CancelledError, WorkerTerminated } from 'nogil/futures';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));
const LONG = 60_000;

// Serial: the timers of other tests would be counted.
test.serial('a task that was aborted and has ended leaves no timer for its grace time', async (t) => {
  const timers = new Set<number>();
  const hook = createHook({
    init: (id, type) => type === 'Timeout' && timers.add(id),
    destroy: (id) => timers.delete(id),
  });
  await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: LONG }).use(async (pool) => {
    await pool.prestart();
    hook.enable();
    for (let task = 0; task < 20; task++) {
      const [begun, seen] = [newGates(), newGates()];
      const future = pool.submit(work.spinUntilCancelled, begun, seen);
      blockUntilOpen(begun);
      future.abort('enough');
      t.is(await future.exception(), 'enough');
    }
    t.true(timers.size < 5, `${timers.size} timers`);
  });
  hook.disable();
});

test('abort() of a task that waits is a cancel()', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.block, begun, end);
    const waiting = pool.submit(work.note, 1);
    await opened(begun);
    t.true(waiting.abort());
    t.true(waiting.cancelled());
    await t.throwsAsync(waiting.result(), { instanceOf: CancelledError });
    t.false(waiting.abort());
    open(end);
    await first;
    t.deepEqual(await pool.submit(work.takeNotes), []);
  });
});

test('abort(reason) of a task that waits fails it with the reason', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  const reason = new RangeError('no more');
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.block, begun, end);
    const waiting = pool.submit(work.note, 1);
    await opened(begun);
    t.true(waiting.abort(reason));
    t.is(await waiting.exception(), reason);
    open(end);
    await first;
    t.deepEqual(await pool.submit(work.takeNotes), []);
  });
});

test('a busy loop reads that it is to end, and the Future has the reason whatever it returns', async (t) => {
  const [begun, seen] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: LONG }).use(async (pool) => {
    const before = await pool.submit(work.thread);
    const future = pool.submit(work.spinUntilCancelled, begun, seen);
    await opened(begun);
    t.true(future.abort('enough'));
    t.is(await future.exception(), 'enough');
    await opened(seen);
    // Nobody had to end its worker.
    t.is(await pool.submit(work.thread), before);
  });
});

test('the signal of a task fires with a copy of the reason', async (t) => {
  const begun = newGates();
  const reason = Object.assign(new TypeError('another page'), { code: 'E_PAGE' });
  await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: LONG }).use(async (pool) => {
    const future = pool.submit(work.waitForSignal, begun);
    await opened(begun);
    t.true(future.abort(reason));
    t.true(future.abort('again'));
    t.is(await future.exception(), reason);
    t.deepEqual(await pool.submit(work.lastReason), [true, 'another page', 'E_PAGE']);
  });
});

test('a signal that is asked for when the task is to end already is aborted', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: LONG }).use(async (pool) => {
    const future = pool.submit(work.readSignalLate, begun);
    await opened(begun);
    future.abort();
    t.true((await future.exception()) instanceof CancelledError);
    t.false(future.cancelled());
    t.true(await pool.submit(work.wasLateSignalAborted));
  });
});

test('a task that does not end by itself is ended with its worker, which is replaced', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const before = await pool.submit(work.thread);
    const future = pool.submit(work.spin, begun);
    await opened(begun);
    t.true(future.abort('enough'));
    t.is(await future.exception(), 'enough');
    t.not(await pool.submit(work.thread), before);
  });
});

test('a task that blocks in native code is ended too', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.submit(work.sleep, begun);
    await opened(begun);
    future.abort('enough');
    t.is(await future.exception(), 'enough');
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('tasks that share the isolate and have begun fail with WorkerTerminated, those that have not move', async (t) => {
  const [begun, neighbour] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 }).use(async (pool) => {
    const started = pool.submit(work.wait, neighbour, newGates());
    const aborted = pool.submit(work.spin, begun);
    const queued = pool.submit(work.add, 1, 2);
    await Promise.all([opened(begun), opened(neighbour)]);
    aborted.abort('enough');
    t.is(await aborted.exception(), 'enough');
    const error = await started.exception();
    t.true(error instanceof WorkerTerminated);
    t.regex((error as Error).message, /another task that it ran was aborted/);
    t.is(await queued, 3);
  });
});

test('a task is ended while the main thread is blocked', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.options({ runTimeout: 100 }).submit(work.spin, newGates());
    const next = pool.submit(work.add, 1, 2);
    while (!next.done()) {
      sleepSync(50);
    }
    t.regex(String(await future.exception()), /TimeoutError/);
    t.is(await next, 3);
  });
});

test('abort() of a task that is done says no', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.submit(work.add, 1, 2);
    t.is(await future, 3);
    t.false(future.abort('late'));
    t.is(await future, 3);
  });
});
