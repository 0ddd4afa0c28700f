import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { type PoolEvents, RuntimeError } from 'nogil/futures';
import { Samples } from '#nogil/futures/pool-stats.js';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));
/** A gate, and what was captured. */
async function waitAt(gate: number, _captured = 0): Promise<number> {
  await opened(gate);
  return gate;
}

const others = tasks(() => import('../fixtures/work.js'));

function next<Name extends keyof PoolEvents>(pool: ThreadPoolExecutor, name: Name): Promise<PoolEvents[Name]> {
  return new Promise((resolve) => pool.once(name, (...args) => resolve(args)));
}

test('stats() counts what waits, what runs, and how tasks have ended', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, threadNamePrefix: 'counted' }).use(async (pool) => {
    t.like(pool.stats(), { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0, workers: [] });
    const thread = await pool.submit(work.thread);
    await pool.submit(others.fail, 'boom').exception();
    const first = pool.submit(work.block, begun, end);
    const waiting = [pool.submit(work.add, 1, 2), pool.submit(work.add, 3, 4)];
    await opened(begun);
    const busy = pool.stats();
    t.like(busy, { queued: 2, running: 1, done: 1, failed: 1, cancelled: 0 });
    t.like(busy.workers, [{ name: 'counted_0', threadId: thread, running: 1, tasks: 2 }]);
    waiting[1]?.cancel();
    open(end);
    await Promise.all([first, waiting[0]]);
    t.is(await pool.submit(work.add, 5, 6), 11);
    t.like(pool.stats(), { queued: 0, running: 0, done: 4, failed: 1, cancelled: 1 });
  });
});

// Fails when `poolStats` gives no names.
test('fault 21: stats() names the tasks that run, and says for how long', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 4 }).use(async (pool) => {
    const futures = [pool.submit(work.wait, newGates(), end)];
    const captured = newGates();
    const named = async (gate: number): Promise<number> => waitAt(gate, captured);
    futures.push(pool.submit(named, end));
    futures.push(pool.submit((gate) => waitAt(gate), end));
    futures.push(pool.submit(work.wait, begun, end));
    await opened(begun);
    const tasks = pool.stats().workers[0]?.runningTasks ?? [];
    t.deepEqual(
      tasks.map(({ name }) => name),
      ['wait', 'named', '(gate) => waitAt(gate)', 'wait'],
    );
    t.regex(tasks[0]?.from as string, /^file:.*running-work\.js$/);
    t.regex(tasks[1]?.from as string, /^file:.*stats\.spec\.js$/);
    const before = tasks[0]?.runTime as number;
    t.true(before >= (tasks[3]?.runTime as number));
    while ((pool.stats().workers[0]?.runningTasks[0]?.runTime as number) < before + 100) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    open(end);
    await Promise.all(futures);
    t.deepEqual(pool.stats().workers[0]?.runningTasks, []);
  });
});

test('stats() remembers what workers have done that are gone', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, maxTasksPerWorker: 2 }).use(async (pool) => {
    for (let task = 0; task < 5; task++) {
      await pool.submit(work.add, task, 1);
    }
    const exited = next(pool, 'workerExit');
    await pool.submit(others.exit, 3).exception();
    await exited;
    t.like(pool.stats(), { done: 5, failed: 1 });
  });
});

test('stats() knows how much of its life a worker has worked', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.prestart();
    const idle = pool.stats().workers[0]?.utilization as number;
    t.true(idle >= 0 && idle < 1);
    const first = pool.submit(work.block, begun, end);
    await opened(begun);
    let busy = 0;
    while (busy < 0.5) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      busy = pool.stats().workers[0]?.utilization as number;
      t.true(busy <= 1);
    }
    open(end);
    await first;
  });
});

test('stats() samples how long tasks have waited, and run', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(pool.stats().waitTime, undefined);
    const first = pool.submit(work.block, begun, end);
    await opened(begun);
    const behind = Array.from({ length: 5_000 }, () => pool.submit(work.add, 1, 2));
    await new Promise((resolve) => setTimeout(resolve, 200));
    open(end);
    await Promise.all([first, ...behind]);
    const { waitTime, runTime } = pool.stats();
    // Timers may be early by a millisecond.
    t.true((waitTime?.p95 as number) >= 199);
    t.true((runTime?.p50 as number) >= 0);
    t.true((runTime?.p50 as number) <= (runTime?.p99 as number));
  });
});

test('workerStart and workerExit tell of each worker, drain of the last task', async (t) => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 1, threadNamePrefix: 'told' });
  const [started, drained, exited] = [next(pool, 'workerStart'), next(pool, 'drain'), next(pool, 'workerExit')];
  const threadId = await pool.submit(work.thread);
  t.deepEqual(await started, [{ name: 'told_0', threadId }]);
  t.deepEqual(await drained, []);
  await pool.shutdown();
  t.deepEqual(await exited, [{ name: 'told_0', threadId, exitCode: 0 }]);
});

test('off() takes a listener back', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const listener = (): void => t.fail();
  pool.on('drain', listener).off('drain', listener);
  await pool.submit(work.add, 1, 2);
  await pool.shutdown();
  t.pass();
});

test('another thread than the one that made the pool has no stats and no events', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const ask = (other: ThreadPoolExecutor): string => {
      try {
        return String(other.stats());
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    };
    t.is(await pool.submit(ask, pool), 'RuntimeError: only the thread that made the pool can ask for its stats');
    t.truthy(RuntimeError);
  });
});

for (const kind of ['timer', 'promise'] as const) {
  // Fails when nobody listens to the `error` of a worker: the program ends by it.
  test(`fault 22: an error that a ${kind} leaves to nobody, after its task has returned, is told, and the worker replaced`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const thread = await pool.submit(work.thread);
      const [failed, exited] = [next(pool, 'workerError'), next(pool, 'workerExit')];
      t.is(await pool.submit(work.throwLater, kind), undefined);
      const [{ error, threadId }] = await failed;
      t.is(threadId, thread);
      t.is((error as Error).message, 'nobody catches it');
      t.is((await exited)[0].exitCode, 1);
      t.not(await pool.submit(work.thread), thread);
    });
  });
}

test('of the times of a hundred tasks, p50, p95 and p99 are those that so many did not exceed', (t) => {
  const { wait } = new Samples();
  for (let number = 100; number > 0; number--) {
    wait.add(number);
  }
  t.deepEqual(wait.percentiles(), { p50: 51, p95: 96, p99: 100 });
});

test('of the times, the last 512 count', (t) => {
  const { run } = new Samples();
  for (let number = 0; number < 1_000; number++) {
    run.add(1);
  }
  for (let number = 0; number < 512; number++) {
    run.add(2);
  }
  t.deepEqual(run.percentiles(), { p50: 2, p95: 2, p99: 2 });
});

test('no more workers are started than maxWorkers', async (t) => {
  const gates = newGates(4);
  let started = 0;
  const pool = new ThreadPoolExecutor(2);
  pool.on('workerStart', () => {
    started += 1;
  });
  const both = [pool.submit(work.block, gates, gates + 2), pool.submit(work.block, gates + 1, gates + 3)];
  const behind = Array.from({ length: 20 }, () => pool.submit(work.add, 1, 2));
  await Promise.all([opened(gates), opened(gates + 1)]);
  open(gates + 2);
  open(gates + 3);
  await Promise.all([...both, ...behind]);
  await pool.shutdown();
  t.is(started, 2);
});

test('once() calls a listener once, on() at each event', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const calls: string[] = [];
  pool.once('drain', () => calls.push('once')).on('drain', () => calls.push('on'));
  await pool.submit(work.add, 1, 2);
  await pool.submit(work.add, 1, 2);
  await pool.shutdown();
  t.deepEqual(calls.sort(), ['on', 'on', 'once']);
});

test('drain is told of once, when the last of several tasks has ended', async (t) => {
  const pool = new ThreadPoolExecutor(2);
  const drained: boolean[] = [];
  const futures = Array.from({ length: 20 }, () => pool.submit(work.add, 1, 2));
  pool.on('drain', () => drained.push(futures.every((future) => future.done())));
  await Promise.all(futures);
  await pool.shutdown();
  t.deepEqual(drained, [true]);
});
