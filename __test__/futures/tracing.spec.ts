import { AsyncLocalStorage } from 'node:async_hooks';
import { type TracingChannelSubscribers, tracingChannel } from 'node:diagnostics_channel';
import test, { type ExecutionContext } from 'ava';
import {
  CancelledError,
  currentTask,
  type Executor,
  RuntimeError,
  SerialExecutor,
  type TaskTrace,
  ThreadPoolExecutor,
  tasks,
} from 'nogil/futures';
import { crc32, hash } from 'nogil/kernels';
import { addLater, failLater } from '../fixtures/tracing-work.js';

const work = tasks(() => import('../fixtures/tracing-work.js'));
const listening = tasks(() => import('../fixtures/listens-at-import.js'));
const channel = tracingChannel<unknown, TaskTrace>('nogil:task');

/** What the channels tell, one after another, with what `look` sees then. */
function listen<Seen>(t: ExecutionContext, look: (trace: TaskTrace) => Seen): [string, Seen][] {
  const told: [string, Seen][] = [];
  const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
  const subscribers = Object.fromEntries(
    names.map((name) => [name, (trace: TaskTrace) => told.push([name, look(trace)])]),
  ) as unknown as TracingChannelSubscribers<TaskTrace>;
  channel.subscribe(subscribers);
  t.teardown(() => channel.unsubscribe(subscribers));
  return told;
}

const namesOf = (told: [string, unknown][]) => told.map(([name]) => name);

for (const [kind, make] of [
  ['ThreadPoolExecutor', () => new ThreadPoolExecutor(1)],
  ['SerialExecutor', () => new SerialExecutor()],
] as [string, () => Executor][]) {
  test.serial(`${kind}: the call of submit is told of, then that the task is done`, async (t) => {
    const told = listen(t, ({ result }) => result);
    await make().use(async (pool) => {
      t.is(await pool.submit(addLater, 1, 2), 3);
    });
    t.deepEqual(told, [
      ['start', undefined],
      ['end', undefined],
      ['asyncStart', 3],
      ['asyncEnd', 3],
    ]);
  });

  test.serial(`${kind}: what the task throws is told of, and the Future has it too`, async (t) => {
    const told = listen(t, ({ error }) => (error as Error | undefined)?.message);
    await make().use(async (pool) => {
      await t.throwsAsync(pool.submit(failLater), { message: 'failed later' });
    });
    t.deepEqual(told, [
      ['start', undefined],
      ['end', undefined],
      ['error', 'failed later'],
      ['asyncStart', 'failed later'],
      ['asyncEnd', 'failed later'],
    ]);
  });

  test.serial(
    `${kind}: all of it is one object, with the executor, the name of the function and the Future`,
    async (t) => {
      const told = listen(t, (trace) => trace);
      await make().use(async (pool) => {
        const future = pool.submit(addLater, 1, 2);
        await future;
        const [[, trace]] = told as [[string, TaskTrace]];
        t.true(told.every(([, other]) => other === trace));
        t.is(trace.executor, pool);
        t.is(trace.future, future);
        t.is(trace.name, 'addLater');
      });
    },
  );

  test.serial(`${kind}: a submit that throws is an error, and nothing is done later`, async (t) => {
    const told = listen(t, ({ error }) => error instanceof RuntimeError);
    const pool = make();
    await pool.shutdown();
    t.throws(() => pool.submit(addLater, 1, 2), { instanceOf: RuntimeError });
    t.deepEqual(told, [
      ['start', false],
      ['error', true],
      ['end', true],
    ]);
  });

  test.serial(`${kind}: the context of the submit holds when the task is done`, async (t) => {
    const storage = new AsyncLocalStorage<string>();
    const told = listen(t, () => storage.getStore());
    await make().use(async (pool) => {
      const future = storage.run('of the submit', () => pool.submit(addLater, 1, 2));
      await storage.run('of the await', () => future);
    });
    t.deepEqual(new Set(told.map(([, store]) => store)), new Set(['of the submit']));
    t.is(told.length, 4);
  });

  test.serial(`${kind}: done callbacks come between asyncStart and asyncEnd`, async (t) => {
    const told = listen(t, () => undefined);
    await make().use(async (pool) => {
      const future = pool.submit(addLater, 1, 2);
      future.addDoneCallback(() => told.push(['callback', undefined]));
      await future;
    });
    t.deepEqual(namesOf(told), ['start', 'end', 'asyncStart', 'callback', 'asyncEnd']);
  });
}

test.serial('what a SerialExecutor has done at once is told of after the submit', async (t) => {
  const told = listen(t, ({ result }) => result);
  void new SerialExecutor().submit(() => 3);
  t.deepEqual(told, [
    ['start', undefined],
    ['end', undefined],
    ['asyncStart', 3],
    ['asyncEnd', 3],
  ]);
});

test.serial('tasks of map and of options() are told of with their pool', async (t) => {
  const told = listen(t, ({ executor, name }) => [executor, name]);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.map(work.add, [1], [2]).toArray();
    await pool.options({ priority: 'high' }).submit(work.add, 1, 2);
    await pool.options({ priority: 'high' }).map(work.add, [1], [2]).toArray();
    t.deepEqual(
      told.map(([, seen]) => seen),
      Array(12).fill([pool, 'add']),
    );
  });
});

test.serial('a cancelled task is done with a CancelledError', async (t) => {
  const told = listen(t, ({ error }) => error instanceof CancelledError);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const futures = Array.from({ length: 100 }, () => pool.submit(work.add, 1, 2));
    t.true(futures.at(-1)?.cancel());
    t.deepEqual(told.at(-1), ['asyncEnd', true]);
    t.deepEqual(told.at(-3), ['error', true]);
    await Promise.allSettled(futures);
  });
});

test.serial('each task has an id of its own', async (t) => {
  const told = listen(t, ({ id }) => id);
  await new ThreadPoolExecutor(1).use((pool) => pool.map(work.add, [1, 2, 3], [1, 2, 3]).toArray());
  t.is(new Set(told.map(([, id]) => id)).size, 3);
});

for (const tasksPerWorker of [1, 2]) {
  test.serial(`in the worker the task has the id of its trace, ${tasksPerWorker} at once`, async (t) => {
    const told = listen(t, ({ id }) => id);
    await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker }).use(async (pool) => {
      const factor = 1;
      const ids = [
        await pool.submit(work.taskId),
        await pool.options({ priority: 'high' }).submit(work.taskId),
        ...(await pool.map(work.idBehind, ['a', 'b']).toArray()),
        await pool.submit(work.idAfter, () => factor),
        await pool.submit(() => currentTask()?.id),
      ];
      t.deepEqual([...new Set(told.map(([, id]) => id))], ids);
      t.is(ids.length, 6);
    });
  });
}

test.serial('a traced task is given its own arguments, and no more', async (t) => {
  listen(t, () => undefined);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.deepEqual(await pool.submit(work.all, 1, 'two'), [1, 'two']);
    t.deepEqual(await pool.submit(work.all), []);
    const three = 3;
    t.deepEqual(await pool.submit((...args: number[]) => [...args, three], 1, 2), [1, 2, 3]);
  });
});

test.serial('native tasks are told of, with no executor', async (t) => {
  const told = listen(t, ({ executor, name, result }) => [executor, name, result]);
  const bytes = Buffer.from('123456789');
  t.is(await crc32(bytes), 3421780262);
  const digest = await hash(bytes, { algorithm: 'blake3' });
  t.throws(() => crc32('no bytes' as never), { instanceOf: TypeError });
  t.deepEqual(told, [
    ['start', [undefined, 'crc32', undefined]],
    ['end', [undefined, 'crc32', undefined]],
    ['asyncStart', [undefined, 'crc32', 3421780262]],
    ['asyncEnd', [undefined, 'crc32', 3421780262]],
    ['start', [undefined, 'hash', undefined]],
    ['end', [undefined, 'hash', undefined]],
    ['asyncStart', [undefined, 'hash', digest]],
    ['asyncEnd', [undefined, 'hash', digest]],
    ['start', [undefined, 'crc32', undefined]],
    ['error', [undefined, 'crc32', undefined]],
    ['end', [undefined, 'crc32', undefined]],
  ]);
});

test.serial('who listens from the middle on hears nothing of tasks that were submitted before', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.submit(work.addLater, 1, 2);
    const told = listen(t, () => undefined);
    await future;
    t.deepEqual(told, []);
  });
});

test('in a worker the call of the function is told of, with the id that the task has for itself', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, initializer: work.listen }).use(async (pool) => {
    const id = await pool.submit(work.taskId);
    t.deepEqual(await pool.submit(work.heard), [`start ${id} 1 `, `end ${id} 1 ${id}`]);
  });
});

test('in a worker the end of an asynchronous task is told of', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, initializer: work.listen }).use(async (pool) => {
    await pool.submit(work.addLater, 1, 2);
    const told = (await pool.submit(work.heard)).map((line) => line.replace(/ \S+ 1/, ''));
    t.deepEqual(told, ['start ', 'end ', 'asyncStart 3', 'asyncEnd 3']);
  });
});

test('in a worker what a task throws is told of, at once or later', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, initializer: work.listen }).use(async (pool) => {
    await pool.submit(work.fail).exception();
    await pool.submit(work.failLater).exception();
    const told = (await pool.submit(work.heard)).map((line) => line.replace(/ \S+ 1/, ''));
    t.deepEqual(told, [
      'start ',
      'error failed',
      'end failed',
      'start ',
      'end ',
      'error failed later',
      'asyncStart failed later',
      'asyncEnd failed later',
    ]);
  });
});

test('in a worker a store that is bound to the start holds in the task', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, initializer: work.listen }).use(async (pool) => {
    const [store, id] = await pool.submit(work.stored);
    t.is(store, id);
  });
});

test('in a worker an initializer is no task, also where its arguments have to be loaded', async (t) => {
  const options = { maxWorkers: 1, initializer: listening.call, initargs: [() => {}] };
  await new ThreadPoolExecutor(options).use(async (pool) => {
    t.is((await pool.submit(listening.heard)).length, 1);
  });
});
