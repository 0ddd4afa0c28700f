import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import test from 'ava';
import { sleepSync, ThreadPoolExecutor } from 'nogil';
import { type TaskError, WorkerTerminated } from 'nogil/futures';
import { newFlag, raise, raised, waitFor } from '../flags.js';

test('a worker dies before it begins a task: the task moves with what was handed over and what is shared', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [flag, shared] = [newFlag(), newFlag()];
    const killer = pool.submit((there) => {
      Atomics.wait(there, 0, 0);
      process.exit(3);
    }, flag);
    const bytes = new Uint8Array(8).fill(5);
    const moved = pool.options({ transfer: [bytes.buffer] }).submit(
      (there, mine) => {
        Atomics.store(there, 0, 1);
        return mine[7];
      },
      shared,
      bytes,
    );
    raise(flag);
    await t.throwsAsync(killer, { instanceOf: WorkerTerminated });
    t.is(await moved, 5);
    t.is(shared[0], 1);
  });
});

test('a worker dies in a task that was handed something: WorkerTerminated', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { port1, port2 } = new MessageChannel();
    const closed = once(port1, 'close');
    const bytes = new Uint8Array(8);
    const failed = pool.options({ transfer: [bytes.buffer, port2] }).submit(
      (_there, _port) => {
        process.exit(3);
      },
      bytes,
      port2,
    );
    await t.throwsAsync(failed, { instanceOf: WorkerTerminated });
    // The port died with its worker.
    await closed;
    t.is(await pool.submit(() => 1), 1);
  });
});

test('a task that is cancelled before it begins is handed nothing: ports are closed, memory is freed', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const busy = pool.submit(waitFor, flag);
    const { port1, port2 } = new MessageChannel();
    const closed = once(port1, 'close');
    const bytes = new Uint8Array(8);
    const ran = newFlag();
    const future = pool.options({ transfer: [bytes.buffer, port2] }).submit(raise, ran);
    t.true(future.cancel());
    raise(flag);
    await busy;
    await closed;
    t.is(bytes.length, 0);
    t.is(ran[0], 0);
  });
});

test('a shutdown waits for queued tasks with all that goes beside them, or cancels them', async (t) => {
  const flag = newFlag();
  const pool = new ThreadPoolExecutor(1);
  const busy = pool.submit(waitFor, flag);
  const bytes = new Uint8Array(8);
  const queued = pool.options({ transfer: [bytes.buffer] }).submit((there) => there.length, bytes);
  const ended = pool.shutdown();
  raise(flag);
  await ended;
  await busy;
  t.is(await queued, 8);

  const other = new ThreadPoolExecutor(1);
  const more = newFlag();
  const begun = newFlag();
  const running = other.submit(
    (begun, more) => {
      Atomics.store(begun, 0, 1);
      Atomics.wait(more, 0, 0);
    },
    begun,
    more,
  );
  await raised(begun);
  const memory = new ArrayBuffer(8);
  const cancelled = other.options({ transfer: [memory] }).submit((there) => there.byteLength, memory);
  const end = other.shutdown({ cancelFutures: true });
  raise(more);
  await end;
  await running;
  t.true(cancelled.cancelled());
});

test('tasks that were handed something run in their order, also on one worker that is busy', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const order: number[] = [];
    const busy = pool.submit(waitFor, flag);
    const all = Array.from({ length: 20 }, (_, index) => {
      const bytes = new Uint8Array([index]);
      const future =
        index % 2 === 0
          ? pool.options({ transfer: [bytes.buffer] }).submit((there) => there[0] as number, bytes)
          : pool.submit((there) => there, index);
      return future.then((value) => order.push(value));
    });
    raise(flag);
    await Promise.all(all);
    await busy;
    t.deepEqual(order, [...order.keys()]);
  });
});

test('a task is handed its things while the thread that submitted it sleeps', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const bytes = new Uint8Array(8);
    const future = pool.options({ transfer: [bytes.buffer] }).submit(
      (there, mine) => {
        Atomics.store(there, 0, mine.length);
      },
      flag,
      bytes,
    );
    while (Atomics.load(flag, 0) === 0) {
      sleepSync(1);
    }
    t.is(flag[0], 8);
    await future;
  });
});

test('a task may wait for what it is handed while its worker has nothing else to do', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.submit(() => {});
    const bytes = new Uint8Array(8);
    const future = pool.options({ transfer: [bytes.buffer] }).submit((mine) => mine.length, bytes);
    // Meanwhile this thread sends nothing: the worker's event loop must not end.
    const until = Date.now() + 200;
    while (Date.now() < until) {}
    t.is(await future, 8);
  });
});

test('a thread that did not make the pool cannot send what goes beside a message, and says so', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const said = await pool.submit(async (there) => {
      const said: string[] = [];
      for (const send of [
        () => there.submit((memory) => memory, new SharedArrayBuffer(8)),
        () => there.options({ transfer: [new ArrayBuffer(8)] }).submit(() => {}),
        () => there.submit(() => new SharedArrayBuffer(8)),
      ]) {
        try {
          await send();
        } catch (error) {
          said.push(`${(error as TaskError).code}: ${(error as Error).message}`);
        }
      }
      return said;
    }, pool);
    t.is(said.length, 3);
    t.regex(said[0] as string, /^ERR_TASK_ARGUMENT: .*SharedArrayBuffer.*the thread that made a pool/);
    t.regex(said[1] as string, /^ERR_TASK_ARGUMENT: Cannot transfer/);
    t.regex(said[2] as string, /^ERR_TASK_RESULT: .*SharedArrayBuffer.*the thread that made a pool/);
  });
});
