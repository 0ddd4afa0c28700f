import { once } from 'node:events';
import { SHARE_ENV, type Worker } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor, type ThreadPoolExecutorOptions, tasks } from 'nogil';
import {
  BrokenThreadPool,
  CancelledError,
  QueueFullError,
  TaskError,
  TimeoutError,
  ValueError,
  type WorkerInfo,
  WorkerOutOfMemory,
} from 'nogil/futures';
import { fixture, run } from '../child.js';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/pool-work.js'));
const running = tasks(() => import('../fixtures/running-work.js'));

type Limits = NonNullable<ThreadPoolExecutorOptions['limits']>;

const wrong: [options: object, of: abstract new (...args: never[]) => Error, refusal: RegExp][] = [
  [{ contextvars: true }, TypeError, /got unknown key 'contextvars'/],
  [{ threadNamePrefix: 1 }, TypeError, /^threadNamePrefix: expected a string; got 1/],
  [{ initializer: 1 }, TypeError, /^initializer: expected a function; got 1/],
  [{ initargs: 1 }, TypeError, /^initargs: expected an array; got 1/],
  [{ initializer: work.remember, initargs: [Symbol('x')] }, TaskError, /^Cannot send initargs\[0\]: it is a symbol/],
  [{ idleTimeout: -1 }, ValueError, /^idleTimeout: expected 0 or more; got -1/],
  [{ maxTasksPerWorker: 0 }, ValueError, /^maxTasksPerWorker: expected 1 or more; got 0/],
  [{ maxQueue: -1 }, ValueError, /^maxQueue: expected 0 or more; got -1/],
  [{ maxQueueBytes: 1.5 }, TypeError, /^maxQueueBytes: expected a whole number; got 1.5/],
  [{ limits: 5 }, TypeError, /^limits: expected an object; got 5/],
  [{ limits: { size: 5 } }, TypeError, /expected depth, bytes, count; got unknown key 'size'/],
  [{ limits: { depth: '5' } }, TypeError, /^limits.depth: expected a whole number; got string/],
  [{ limits: { count: 0 } }, ValueError, /^limits.count: expected 1 or more; got 0/],
  [{ limits: { depth: 1001 } }, ValueError, /^limits.depth: expected at most 1000; got 1001/],
  [{ limits: { bytes: 2 ** 31 - 1 } }, ValueError, /^limits.bytes: expected at most 2147483640; got 2147483647/],
  [{ resourceLimits: 1 }, TypeError, /^resourceLimits: expected an object; got 1/],
  [{ resourceLimits: { heap: 1 } }, TypeError, /expected maxOldGenerationSizeMb, .*; got unknown key 'heap'/],
  [
    { resourceLimits: { stackSizeMb: '4' } },
    TypeError,
    /^resourceLimits.stackSizeMb: expected a number of megabytes; got string/,
  ],
  [{ resourceLimits: { stackSizeMb: -1 } }, ValueError, /^resourceLimits.stackSizeMb: expected more than 0; got -1/],
  [{ env: Symbol('env') }, TypeError, /^env: expected an object, or SHARE_ENV; got symbol/],
  [{ env: 1 }, TypeError, /^env: expected an object, or SHARE_ENV; got 1/],
  [{ console: 'file' }, ValueError, /^console: expected 'inherit' or 'pipe'; got 'file'/],
  [{ graceTime: Number.NaN }, ValueError, /^graceTime: expected .* or Infinity; got NaN/],
];

for (const [options, of, refusal] of wrong) {
  test(`a pool is not made where ${refusal}`, (t) => {
    const error = t.throws(() => new ThreadPoolExecutor(options as ThreadPoolExecutorOptions), { message: refusal });
    t.true(error instanceof of);
  });
}

test('of several options that are wrong, the number of workers is named first, as in Python', (t) => {
  const both = { maxWorkers: 0, initializer: 5 as never };
  t.throws(() => new ThreadPoolExecutor(both), { instanceOf: ValueError, message: /^maxWorkers/ });
});

// Serial: the workers of other pools would be counted.
test.serial('threadNamePrefix names the workers', async (t) => {
  const started = once(process, 'worker') as Promise<[Worker & { threadName?: string }]>;
  await new ThreadPoolExecutor({ maxWorkers: 1, threadNamePrefix: 'render' }).use(async (pool) => {
    const name = await pool.submit(work.name);
    const [worker] = await started;
    t.is(name, worker.threadName === undefined ? undefined : 'render_0');
  });
});

for (const initializer of ['remember', 'rememberLater'] as const) {
  test(`initializer ${initializer} has run with its arguments before the first task of each worker`, async (t) => {
    const initargs = [new Map([[1, 'one']]), 'two'];
    await new ThreadPoolExecutor({ maxWorkers: 2, initializer: work[initializer], initargs }).use(async (pool) => {
      const all = await Promise.all(Array.from({ length: 20 }, () => pool.submit(work.remembered)));
      for (const seen of all) {
        t.deepEqual(seen, initargs);
      }
    });
  });
}

test('an initializer may capture variables, and its arguments may be functions', async (t) => {
  const captured = { count: 3 };
  const initializer = (add: (a: number, b: number) => number): void => {
    (globalThis as { sum?: number }).sum = add(captured.count, 4);
  };
  await new ThreadPoolExecutor({ maxWorkers: 1, initializer, initargs: [(a: number, b: number) => a + b] }).use(
    async (pool) => {
      t.is(await pool.submit(() => (globalThis as { sum?: number }).sum), 7);
    },
  );
});

test('a worker that is idle for idleTimeout ends, and another one is started when it is needed', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, idleTimeout: 100 }).use(async (pool) => {
    const exited = new Promise<WorkerInfo>((resolve) => pool.once('workerExit', resolve));
    const thread = await pool.submit(running.thread);
    t.is((await exited).threadId, thread);
    t.not(await pool.submit(running.thread), thread);
  });
});

test('maxTasksPerWorker gives each worker so many tasks, also of tiny ones', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 2, maxTasksPerWorker: 7 }).use(async (pool) => {
    const threads = await Promise.all(Array.from({ length: 35 }, () => pool.submit(running.thread)));
    const counts = new Map<number, number>();
    for (const thread of threads) {
      counts.set(thread, (counts.get(thread) ?? 0) + 1);
    }
    t.true([...counts.values()].every((count) => count <= 7));
    t.true(counts.size >= 5);
  });
});

test('maxQueueBytes refuses more bytes than may wait, and takes them when others have ended', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, maxQueueBytes: 10_000 }).use(async (pool) => {
    const first = pool.submit(running.block, begun, end);
    await opened(begun);
    const bytes = new Uint8Array(6_000);
    const second = pool.submit(work.remember, bytes);
    t.throws(() => pool.submit(work.remember, bytes), { instanceOf: QueueFullError, message: /maxQueueBytes/ });
    open(end);
    await Promise.all([first, second]);
    await pool.submit(work.remember, bytes);
    t.is((await pool.submit(work.remembered)).length, 2);
  });
});

test('maxQueueBytes counts ArrayBuffers that are transferred', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, maxQueueBytes: 10_000 }).use(async (pool) => {
    const memory = new ArrayBuffer(20_000);
    const handing = pool.options({ transfer: [memory] });
    t.throws(() => handing.submit(work.remember), { instanceOf: QueueFullError, message: /maxQueueBytes/ });
    t.is(memory.byteLength, 20_000);
    const [begun, end] = [newGates(), newGates()];
    const first = pool.submit(running.block, begun, end);
    const second = pool.options({ transfer: [new ArrayBuffer(6_000)] }).submit(work.remember);
    const more = new ArrayBuffer(6_000);
    t.throws(() => pool.options({ transfer: [more] }).submit(work.remember), { instanceOf: QueueFullError });
    open(end);
    await Promise.all([first, second]);
    await pool.options({ transfer: [more] }).submit(work.remember);
    t.is(more.byteLength, 0);
  });
});

const beyondLimits: [limits: Limits, within: unknown, beyond: unknown, place: string, refusal: string][] = [
  [{ depth: 2 }, [[1]], { a: [[1]] }, '.a[0]', 'nested too deeply (more than 2 levels)'],
  [{ count: 4 }, [1, 2, 3], [1, 2, 3, 4], '', 'too large (more than 4 values)'],
  [{ bytes: 1000 }, 'x'.repeat(900), [1, 'x'.repeat(1000)], '', 'too large (more than 1000 bytes)'],
];

// The first fails when `write` in submission.ts gives `encodeValues` no limits, the second when `writeResult` gives none.
for (const [limits, within, beyond, place, refusal] of beyondLimits) {
  const [name] = Object.keys(limits);
  const message = (what: string) => `Cannot send ${what}${place}: it is ${refusal}. Send it in parts.`;

  test(`limits.${name}: arguments beyond it throw from submit, which submits nothing`, async (t) => {
    await new ThreadPoolExecutor({ maxWorkers: 1, limits }).use(async (pool) => {
      const error = t.throws(() => pool.submit((value) => value, beyond), { instanceOf: TaskError });
      t.is(error?.message, message('argument 1'));
      t.is((error as TaskError).code, 'ERR_TASK_ARGUMENT');
      t.like(pool.stats(), { queued: 0, running: 0, done: 0, failed: 0 });
      t.deepEqual(await pool.submit((value) => value, within), within);
    });
  });

  test(`limits.${name}: a result beyond it fails its Future`, async (t) => {
    const returned = { within, beyond };
    const give = (what: 'within' | 'beyond'): unknown => {
      const { made } = globalThis as { made?: typeof returned };
      return made?.[what];
    };
    const make = (made: typeof returned): void => {
      Object.assign(globalThis, { made });
    };
    const options = { maxWorkers: 1, limits, initializer: make, initargs: [returned] };
    await new ThreadPoolExecutor(options).use(async (pool) => {
      const error = await t.throwsAsync(pool.submit(give, 'beyond'), { instanceOf: TaskError });
      t.is(error?.message, message('the result'));
      t.is((error as TaskError).code, 'ERR_TASK_RESULT');
      t.deepEqual(await pool.submit(give, 'within'), within);
    });
  });

  test(`limits.${name}: they hold for what tasks of the pool submit to it`, async (t) => {
    const send = async (there: ThreadPoolExecutor, length: number): Promise<string> => {
      try {
        return String(await there.submit((value) => typeof value, [[[length]], 'x'.repeat(length), length, length]));
      } catch (error) {
        return `${(error as TaskError).code} ${(error as Error).message}`;
      }
    };
    await new ThreadPoolExecutor({ maxWorkers: 1, limits }).use(async (pool) => {
      const said = await pool.submit(send, pool, 1000);
      t.true(said.startsWith('ERR_TASK_ARGUMENT'), said);
      t.true(said.includes(refusal), said);
    });
  });
}

test('resourceLimits end a worker that needs more', async (t) => {
  const resourceLimits = { maxOldGenerationSizeMb: 16 };
  await new ThreadPoolExecutor({ maxWorkers: 1, resourceLimits }).use(async (pool) => {
    t.true((await pool.submit(work.fill).exception()) instanceof WorkerOutOfMemory);
    t.is(await pool.submit(running.add, 1, 2), 3);
  });
});

test('env is the environment of the workers', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, env: { NOGIL_TEST: 'own' } }).use(async (pool) => {
    t.is(await pool.submit(work.environment, 'NOGIL_TEST'), 'own');
    t.is(await pool.submit(work.environment, 'PATH'), undefined);
  });
  await new ThreadPoolExecutor({ maxWorkers: 1, env: SHARE_ENV }).use(async (pool) => {
    await pool.submit(running.thread);
    process.env.NOGIL_SHARED_TEST = 'set later';
    t.is(await pool.submit(work.environment, 'NOGIL_SHARED_TEST'), 'set later');
  });
});

test('what a worker prints is there at once, also while the main thread is blocked', async (t) => {
  const { code, stdout, stderr } = await run(process.execPath, [fixture('prints-while-blocked.js'), 'inherit']);
  t.is(code, 0, stderr);
  t.is(stdout, `the worker\n${'x'.repeat(1_000_000)}\nthe main thread\n`);
  t.regex(stderr, /its error/);
});

test("console: 'pipe' prints through the main thread", async (t) => {
  const { code, stdout, stderr } = await run(process.execPath, [fixture('prints-while-blocked.js'), 'pipe']);
  t.is(code, 0, stderr);
  t.regex(stdout, /^the main thread\nthe worker\n/);
});

test('graceTime: Infinity ends no worker', async (t) => {
  const [begun, seen] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: Number.POSITIVE_INFINITY }).use(async (pool) => {
    const thread = await pool.submit(running.thread);
    const future = pool.submit(running.spinUntilCancelled, begun, seen);
    await opened(begun);
    future.abort('enough');
    t.is(await future.exception(), 'enough');
    t.is(await pool.submit(running.thread), thread);
  });
});

// Fails when `checkLimit` is not asked.
test('fault 44: the timeout of shutdown is checked', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  t.throws(() => void pool.shutdown({ timeout: -1 }), { instanceOf: ValueError, message: /^timeout/ });
  t.throws(() => void pool.shutdown({ timeout: '1' as never }), { instanceOf: TypeError, message: /^timeout/ });
  await pool.shutdown({ timeout: 60_000 });
});

// Fails when `stop` ends no threads: the test never ends.
test('fault 21: shutdown({ timeout }) rejects what is left, and ends', async (t) => {
  const begun = newGates();
  const pool = new ThreadPoolExecutor(1);
  const loop = pool.submit(running.spin, begun);
  const waiting = pool.submit(running.add, 1, 2);
  const cancelled = pool.submit(running.add, 1, 2);
  await opened(begun);
  cancelled.cancel();
  await pool.shutdown({ timeout: 100 });
  for (const future of [loop, waiting]) {
    const error = await future.exception();
    t.true(error instanceof TimeoutError);
    t.regex((error as Error).message, /timeout was 100 ms/);
  }
  await t.throwsAsync(cancelled.result(), { instanceOf: CancelledError });
});

// Fails when `Lane::exchange` takes more than is left, or does not say that the pool is closed when nothing is.
test('fault 25: a task that keeps a timer does not block the next one, and its isolate is recycled', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, maxTasksPerWorker: 2 }).use(async (pool) => {
    const timers: number[] = [];
    for (let task = 0; task < 6; task++) {
      timers.push(await pool.submit(work.leaveTimer));
    }
    t.deepEqual(timers, [1, 2, 1, 2, 1, 2]);
  });
});

// Fails when `#initializerFailed` breaks nothing: the tasks wait for ever.
test('fault 26: an initializer that throws breaks the pool, which says what it threw', async (t) => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer: work.refuse, initargs: ['not today'] });
  const futures = Array.from({ length: 5 }, () => pool.submit(running.add, 1, 2));
  for (const future of futures) {
    const error = await future.exception();
    t.true(error instanceof BrokenThreadPool);
    const { initializerError } = error as BrokenThreadPool;
    t.like(initializerError, { message: 'not today', code: 'E_REFUSED' });
    t.regex((error as Error).message, /not today/);
  }
  t.throws(() => pool.submit(running.add, 1, 2), { instanceOf: BrokenThreadPool });
  await pool.shutdown();
  t.throws(() => pool.submit(running.add, 1, 2), { instanceOf: BrokenThreadPool });
});

// Fails when `submit` does not ask `admit`, or asks it after `end`.
test('fault 41: maxQueue refuses a task that would wait behind so many, and nothing is half done', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, maxQueue: 3 }).use(async (pool) => {
    const first = pool.submit(running.block, begun, end);
    await opened(begun);
    const notes = [1, 2, 3].map((number) => pool.submit(running.note, number));
    for (let attempt = 0; attempt < 3; attempt++) {
      const error = t.throws(() => pool.submit(running.note, 4), { instanceOf: QueueFullError });
      t.is((error as QueueFullError).code, 'ERR_QUEUE_FULL');
    }
    open(end);
    await Promise.all([first, ...notes]);
    await pool.submit(running.note, 5);
    t.deepEqual(await pool.submit(running.takeNotes), [1, 2, 3, 5]);
  });
});

test('a worker whose task waits is not idle, however long that takes', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2, idleTimeout: 50 }).use(async (pool) => {
    const future = pool.submit(running.wait, begun, end);
    await opened(begun);
    await new Promise((resolve) => setTimeout(resolve, 300));
    open(end);
    t.is(typeof (await future), 'number');
  });
});

test('maxQueue: 0 lets as many be submitted as run at once', async (t) => {
  const gates = newGates(4);
  const pool = new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2, maxQueue: 0 });
  const both = [pool.submit(running.wait, gates, gates + 2), pool.submit(running.wait, gates + 1, gates + 3)];
  t.throws(() => pool.submit(running.add, 1, 2), { instanceOf: QueueFullError });
  await Promise.all([opened(gates), opened(gates + 1)]);
  t.throws(() => pool.submit(running.add, 1, 2), { instanceOf: QueueFullError });
  open(gates + 2);
  await both[0];
  t.is(await pool.submit(running.add, 1, 2), 3);
  open(gates + 3);
  await both[1];
  await pool.shutdown();
});

test('workers are named by the number of their pool, and their own', async (t) => {
  const namesOf = async (): Promise<string[]> => {
    const names: string[] = [];
    await new ThreadPoolExecutor(2).on('workerStart', ({ name }) => names.push(name)).use((pool) => pool.prestart());
    return names.sort();
  };
  const [first, second] = [await namesOf(), await namesOf()];
  const [, number] = /^ThreadPoolExecutor-(\d+)_0$/.exec(String(first[0])) ?? [];
  t.is(first[1], `ThreadPoolExecutor-${number}_1`);
  t.regex(String(second[0]), /^ThreadPoolExecutor-\d+_0$/);
  t.not(second[0], first[0]);
});
