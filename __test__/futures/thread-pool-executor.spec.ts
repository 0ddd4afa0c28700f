import { availableParallelism } from 'node:os';
import { threadId } from 'node:worker_threads';
import test from 'ava';
import { type Tasks, ThreadPoolExecutor, tasks } from 'nogil';
import {
  BrokenThreadPool,
  CancelledError,
  type Future,
  RuntimeError,
  TaskError,
  ValueError,
  WorkerTerminated,
} from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/work.js'));

test('a task runs on another thread and its result comes back', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(work.add, 1, 2), 3);
    t.not(await pool.submit(work.thread), threadId);
  });
});

test('an asynchronous task is awaited', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.not(await pool.submit(work.threadLater), threadId);
    t.is(await pool.submit(work.returnThenable), 'resolved');
  });
});

test('tasks run in parallel, each on a thread of its own', async (t) => {
  const [a, b] = [newGates(), newGates()];
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const threads = await Promise.all([pool.submit(work.meet, a, b), pool.submit(work.meet, b, a)]);
    t.not(threads[0], threads[1]);
  });
});

test('no more threads than maxWorkers run, and they are reused', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const threads = await Promise.all(Array.from({ length: 100 }, () => pool.submit(work.threadLater)));
    t.true(new Set(threads).size <= 2);
  });
});

test('a task that was submitted first is done first, on one worker', async (t) => {
  const order: number[] = [];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const all = Array.from({ length: 200 }, (_, n) =>
      pool.submit(work.echo<number>, n).then((value) => order.push(value)),
    );
    await Promise.all(all);
  });
  t.deepEqual(order, [...order.keys()]);
});

test('100,000 tasks at once all come back, each with its own result', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const results = await Promise.all(Array.from({ length: 100_000 }, (_, n) => pool.submit(work.add, n, 1)));
    t.true(results.every((result, n) => result === n + 1));
  });
});

test('arguments and results of many megabytes travel', async (t) => {
  const bytes = new Uint8Array(24 * 1024 * 1024).map((_, index) => index % 251);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const result = await pool.submit(work.echo<Uint8Array>, bytes);
    t.is(Buffer.compare(result, bytes), 0);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('the largest areas do not stay behind: small tasks after a large one are right', async (t) => {
  const text = 'x'.repeat(3 * 1024 * 1024);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const all = [pool.submit(work.echo, 'a'), pool.submit(work.echo, text), pool.submit(work.echo, 'b')];
    t.deepEqual(await Promise.all(all), ['a', text, 'b']);
  });
});

test('a task without arguments, and one with many', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(work.count), 0);
    t.is(await pool.submit(work.count, ...Array.from({ length: 500 }, (_, n) => n)), 500);
  });
});

test('what a task throws arrives with its class, its properties and its stack', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await t.throwsAsync(async () => await pool.submit(work.fail, 'boom'), { instanceOf: RangeError });
    t.like(error, { message: 'boom', code: 'E_FIXTURE', extra: [1] });
    t.true((error?.cause as Error) instanceof TypeError);
    t.regex(error?.stack ?? '', /work\.js/);
    await t.throwsAsync(async () => await pool.submit(work.failLater, 'later'), { message: 'later' });
  });
});

test('a thrown value that is no error arrives as itself', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(work.throwValue, 'text').exception(), 'text');
    t.is(await pool.submit(work.throwValue, undefined).exception(), undefined);
    t.is(typeof (await pool.submit(work.throwFunction).exception()), 'function');
  });
});

test('a result that cannot travel fails its task alone', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.submit(work.returnSymbol).exception();
    t.true(error instanceof TaskError);
    t.is((error as TaskError).code, 'ERR_TASK_RESULT');
    t.regex((error as Error).message, /the result\.callbacks\[0\]: it is a symbol/);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('an argument that cannot travel throws from submit, and nothing is submitted', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = t.throws(() => pool.submit(work.count, 1, { onDone: Symbol('done') }), {
      message: /argument 2\.onDone/,
    });
    t.true(error instanceof TaskError);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('what is no function throws from submit', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    t.throws(() => pool.submit(undefined as never), { instanceOf: TypeError, message: /^fn: expected a function/ });
  });
});

test('a module that cannot be imported, and an export that is not there, fail the task alone', async (t) => {
  const broken = tasks(() => import('../fixtures/broken.js'));
  const missing = work as unknown as { missing: () => void };
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.true((await pool.submit(broken.add, 1, 2).exception()) instanceof SyntaxError);
    const error = await pool.submit(missing.missing).exception();
    t.is((error as TaskError).code, 'ERR_TASK_EXPORT');
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('the exports of a CommonJS module are tasks', async (t) => {
  type Legacy = { times2(n: number): number; times3(n: number): number; negate(n: number): number };
  const legacy = tasks<Legacy>(new URL('../fixtures/legacy.cjs', import.meta.url));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(legacy.negate, 4), -4);
    t.is(await pool.submit(legacy.times3, 4), 12);
  });
});

test('a task can have a pool of its own', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { sum, outer, inner } = await pool.submit(work.addInNestedPool, 1, 2);
    t.is(sum, 3);
    t.is(new Set([outer, inner, threadId]).size, 3);
  });
});

test('a module that submits while a worker imports it is told, and does not start itself again', async (t) => {
  const circular = tasks(() => import('../fixtures/submits-at-import.js'));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.submit(circular.add, 1, 2).exception();
    t.true(error instanceof RuntimeError);
    t.regex((error as Error).message, /start itself again/);
  });
});

test('behind its first await too, a module that a worker imports cannot submit', async (t) => {
  const circular = tasks(() => import('../fixtures/submits-late-at-import.js'));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.submit(circular.add, 1, 2).exception();
    t.regex((error as Error).message, /while a worker was importing file:.*submits-late-at-import\.js/);
  });
});

/** A module whose import opens one gate, and goes on when the other is open. */
function slowModule(begun: number, goesOn: number): Tasks<typeof import('../fixtures/waits-at-import.js')> {
  return tasks(new URL(`../fixtures/waits-at-import.js?begun=${begun}&goesOn=${goesOn}`, import.meta.url));
}

test('a task that runs beside the import of another one can submit', async (t) => {
  const [begun, goesOn] = [newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 }).use(async (pool) => {
    const importing = pool.submit(slowModule(begun, goesOn).add, 1, 2);
    await opened(begun);
    try {
      t.is((await pool.submit(work.addInNestedPool, 3, 4)).sum, 7);
    } finally {
      open(goesOn);
    }
    t.is(await importing, 3);
  });
});

test('what an import has left behind can submit when it has ended, also beside another import', async (t) => {
  const [begun, goesOn, submits] = [newGates(), newGates(), newGates()];
  const early = tasks<typeof import('../fixtures/submits-after-import.js')>(
    new URL(`../fixtures/submits-after-import.js?goesOn=${submits}`, import.meta.url),
  );
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 }).use(async (pool) => {
    t.is(await pool.submit(early.add, 1, 1), 2);
    const importing = pool.submit(slowModule(begun, goesOn).add, 1, 2);
    await opened(begun);
    open(submits);
    try {
      t.is(await pool.submit(early.submitted), 3);
    } finally {
      open(goesOn);
    }
    await importing;
  });
});

const leftBehind = [
  'microtask',
  'nextTick',
  'immediate',
  'timer',
  'unref timer',
  'file',
  'zlib',
  'scrypt',
  'WebCrypto key',
  'task of a pool of its own',
];

for (const what of leftBehind) {
  test(`what a task leaves behind goes on without another task: ${what}`, async (t) => {
    const done = newGates();
    await new ThreadPoolExecutor(1).use(async (pool) => {
      await pool.submit(work.leaveBehind, what, done);
      await opened(done);
    });
    t.pass();
  });
}

test('a stack overflow in submit leaves nothing half done', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    // A thread cannot be started at the end of the stack.
    await pool.submit(work.thread);
    const futures: Future<number>[] = [];
    const errors = new Set<string>();
    function deep(): void {
      try {
        deep();
      } catch {
        // At the end of the stack.
      }
      if (futures.length < 3) {
        try {
          futures.push(pool.submit(work.add, 1, 2));
        } catch (error) {
          errors.add((error as Error).name);
        }
      }
    }
    deep();
    t.deepEqual(
      [...errors].filter((name) => !/^(RangeError|TaskError)$/.test(name)),
      [],
    );
    t.is(await pool.submit(work.add, 3, 4), 7);
    t.deepEqual(await Promise.all(futures), [3, 3, 3]);
  });
});

test('a task that died with its worker cannot be cancelled, and nobody else is', async (t) => {
  const [bad, good] = [new ThreadPoolExecutor(1), new ThreadPoolExecutor(1)];
  await Promise.all([bad.submit(work.thread), good.submit(work.thread)]);
  const dying = bad.submit(work.exit, 3);
  while (!dying.running() && !dying.done()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const innocent: Future<number>[] = [];
  while (!dying.done()) {
    innocent.push(good.submit(work.add, innocent.length, 0));
    t.false(dying.cancel());
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.true((await dying.exception()) instanceof WorkerTerminated);
  t.deepEqual(await Promise.all(innocent), [...innocent.keys()]);
  await Promise.all([bad.shutdown(), good.shutdown()]);
});

test('a queued task can be cancelled, and does not run; a running one cannot', async (t) => {
  const [started, goesOn] = [newGates(), newGates()];
  const pool = new ThreadPoolExecutor(1);
  const running = pool.submit(work.meet, started, goesOn);
  const queued = pool.submit(work.addTo, 'cancelled');
  await opened(started);
  t.true(running.running());
  t.false(running.cancel());
  t.false(queued.running());
  t.true(queued.cancel());
  t.true(queued.cancelled());
  open(goesOn);
  await running;
  t.is(await pool.submit(work.totalOf, 'cancelled'), 0);
  await pool.shutdown();
  t.true((await queued.catch((error: unknown) => error)) instanceof CancelledError);
});

test('a worker that exits fails its task with the exit code, and the others go on', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [death, next] = [pool.submit(work.exit, 3), pool.submit(work.add, 1, 2)];
    const error = await death.exception();
    t.true(error instanceof WorkerTerminated);
    t.is((error as WorkerTerminated).exitCode, 3);
    t.is(await next, 3);
  });
});

// Serial, because it changes the flags of this process.
test.serial('workers that cannot start break the pool, and every future fails', async (t) => {
  const before = process.execArgv;
  process.execArgv = ['--input-type=module', '--import', './no-such-hook.js'];
  t.teardown(() => {
    process.execArgv = before;
  });
  const pool = new ThreadPoolExecutor(1);
  const futures = [pool.submit(work.add, 1, 2), pool.submit(work.add, 3, 4)];
  const errors = await Promise.all(futures.map((future) => future.exception()));
  t.true(errors.every((error) => error instanceof BrokenThreadPool));
  t.true((errors[0] as Error).cause instanceof WorkerTerminated);
  const error = t.throws(() => pool.submit(work.add, 1, 2));
  t.true(error instanceof BrokenThreadPool);
  await pool.shutdown();
});

for (const [value, type, message] of [
  [0, ValueError, 'maxWorkers: expected 1 or more; got 0'],
  [-1, ValueError, 'maxWorkers: expected 1 or more; got -1'],
  [1.5, TypeError, 'maxWorkers: expected a whole number; got 1.5'],
  [NaN, TypeError, 'maxWorkers: expected a whole number; got NaN'],
  ['2', TypeError, 'maxWorkers: expected a whole number; got string'],
  [null, TypeError, 'maxWorkers: expected a whole number; got null'],
  [{ workers: 2 }, TypeError, /^options: expected maxWorkers, tasksPerWorker, .*; got unknown key 'workers'$/],
] as const) {
  test(`maxWorkers ${JSON.stringify(value)} (${String(value)}) is refused at once`, (t) => {
    const error = t.throws(() => new ThreadPoolExecutor(value as never), { message });
    t.true(error instanceof type);
  });
}

test('maxWorkers defaults to the number of cores, and may be given in the options', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1 }).use(async (pool) => {
    const threads = await Promise.all([pool.submit(work.threadLater), pool.submit(work.threadLater)]);
    t.is(threads[0], threads[1]);
  });
  await new ThreadPoolExecutor().use(async (pool) => {
    const all = Array.from({ length: availableParallelism() * 4 }, () => pool.submit(work.threadLater));
    t.true(new Set(await Promise.all(all)).size <= availableParallelism());
  });
});

test('an event that an executor does not have is refused', (t) => {
  const pool = new ThreadPoolExecutor(1);
  for (const method of ['on', 'once', 'off'] as const) {
    t.throws(() => pool[method]('finish' as 'drain', () => {}), {
      instanceOf: ValueError,
      message: "name: expected one of workerStart, workerExit, workerError, drain; got 'finish'",
    });
  }
});

test('use refuses what is no function, and leaves the executor open', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  await t.throwsAsync(pool.use('body' as never), { instanceOf: TypeError, message: /^body: expected a function/ });
  t.is(await pool.submit(work.add, 1, 2), 3);
  await pool.shutdown();
});

test('what only looks like a promise is an error of its task, and the worker goes on', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await t.throwsAsync(
      pool.submit(() => Object.create(Promise.prototype) as Promise<void>),
      { instanceOf: TypeError },
    );
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});
