import test from 'ava';
import {
  BrokenThreadPool,
  CancelledError,
  DeadlockError,
  DecodeError,
  Future,
  ThreadPoolExecutor,
  TimeoutError,
  tasks,
  WorkerTerminated,
} from 'nogil/futures';
import { fixture, run } from '../child.js';
import { whileReading } from '../fixtures/futures-work.js';
import { newGates, open, opened } from '../gates.js';
import { nodes } from '../nodes.js';

const work = tasks(() => import('../fixtures/futures-work.js'));
const options = tasks(() => import('../fixtures/pool-work.js'));

test.serial('resultSync blocks until the result is there', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    t.is(pool.submit(work.twice, 21).resultSync(), 42);
  });
});

test.serial('resultSync throws what the task threw, exceptionSync gives it', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    t.throws(() => pool.submit(work.throwAt, 'sync').resultSync(), { instanceOf: RangeError, message: 'sync' });
    t.is((pool.submit(work.throwAt, 'sync').exceptionSync() as Error).message, 'sync');
    t.is(pool.submit(work.twice, 1).exceptionSync(), undefined);
  });
});

test.serial('a task blocks for the result of another task of its pool', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.is(await pool.submit(work.twiceElsewhere, pool, 4), 8);
  });
});

test.serial('resultSync gives up when its time is over, and the task goes on', async (t) => {
  const gate = newGates(2);
  const pool = new ThreadPoolExecutor(1);
  const future = pool.submit(work.hang, gate);
  await opened(gate);
  t.throws(() => future.resultSync(20), { instanceOf: TimeoutError });
  t.true(future.running());
  t.false(future.cancel());
  open(gate + 1);
  t.is(future.resultSync(), undefined);
  await pool.shutdown();
});

test.serial('resultSync of a task that was cancelled throws', async (t) => {
  const gate = newGates(2);
  const pool = new ThreadPoolExecutor(1);
  const busy = pool.submit(work.hang, gate);
  const future = pool.submit(work.twice, 1);
  t.true(future.cancel());
  t.throws(() => future.resultSync(), { instanceOf: CancelledError });
  open(gate + 1);
  await busy;
  await pool.shutdown();
});

test.serial('resultSync ends with the error when the worker ends', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    t.throws(() => pool.submit(work.exit).resultSync(), { instanceOf: WorkerTerminated });
    t.is(pool.submit(work.twice, 1).resultSync(), 2);
  });
});

test.serial('resultSync has its result from a worker that is started in the place of one that has ended', async (t) => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 1, maxTasksPerWorker: 1 });
  const futures = [pool.submit(work.twice, 1), pool.submit(work.twice, 2)];
  const ended = pool.shutdown();
  t.is(futures[1]?.resultSync(60_000), 4);
  await ended;
});

test.serial('resultSync ends with the error when the initializer fails', async (t) => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer: options.refuse, initargs: ['not today'] });
  const error = t.throws(() => pool.submit(work.twice, 1).resultSync(60_000), { instanceOf: BrokenThreadPool });
  t.like(error?.initializerError, { message: 'not today', code: 'E_REFUSED' });
  await pool.shutdown();
});

test.serial('resultSync ends with the error when workers end before they have started', async (t) => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer: work.exit });
  t.throws(() => pool.submit(work.twice, 1).resultSync(60_000), { instanceOf: BrokenThreadPool });
  await pool.shutdown();
});

test.serial('waiting for what only this thread could settle is a DeadlockError', (t) => {
  t.throws(() => new Future().resultSync(), { instanceOf: DeadlockError, code: 'ERR_DEADLOCK' });
});

test.serial('a callback may block for another Future', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.twice, 1);
    const second = pool.submit(work.twice, 2);
    const seen = new Promise((resolve) => first.addDoneCallback(() => resolve(second.resultSync())));
    t.is(await seen, 4);
  });
});

test.serial('a callback may settle what is blocked for', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    const future = new Future<string>();
    pool.submit(work.twice, 1).addDoneCallback(() => future.setResult('settled'));
    t.is(future.resultSync(), 'settled');
  });
});

test.serial('code that reads a result cannot wait for another one: it is a DeadlockError, and no hang', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    // The class is loaded with the first one.
    await pool.submit(work.returnReading);
    const gates = newGates(2);
    const other = pool.submit(work.hang, gates);
    whileReading.act = () => other.resultSync();
    const error = await pool.submit(work.returnReading).exception();
    open(gates + 1);
    t.true(error instanceof DecodeError);
    t.true((error as Error).cause instanceof DeadlockError);
  });
});

for (const { major, path } of nodes) {
  // Fails when `pauseFor` in blocking.ts takes an interrupt for a result: the listener never ends.
  test(`fault 47: Node ${major}: who blocks for a Future while the program ends has an error, and holds no exit up`, async (t) => {
    const { code, stderr } = await run(path, [fixture('exits-while-blocked.js')]);
    t.is(code, 7);
    t.regex(stderr, /RuntimeError: the program ends/);
  });
}

test.serial('the time of resultSync goes on while others are done', async (t) => {
  const gate = newGates(2);
  const pool = new ThreadPoolExecutor(2);
  const future = pool.submit(work.hang, gate);
  await opened(gate);
  // One is done after another, for much longer than the time of resultSync.
  const end = performance.now() + 20_000;
  let isOver = false;
  const goOn = (): void => {
    isOver ||= performance.now() > end;
    if (!isOver) {
      pool.submit(work.twice, 1).addDoneCallback(goOn);
    }
  };
  goOn();
  t.throws(() => future.resultSync(2_000), { instanceOf: TimeoutError });
  t.false(isOver);
  isOver = true;
  open(gate + 1);
  await pool.shutdown();
});

test.serial('a deadline ends a task while its thread blocks for it', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    const future = pool.options({ deadline: 200 }).submit(work.hang, newGates(2));
    t.throws(() => future.resultSync(), { instanceOf: TimeoutError, message: /deadline of 200 ms/ });
  });
});

test.serial('result(0) looks at what has come, though no event loop has', async (t) => {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.submit(work.twice, 1);
    const future = pool.submit(work.twice, 21);
    let result: number | undefined;
    for (let look = 0; look < 1_000 && result === undefined; look++) {
      Atomics.wait(nothing, 0, 0, 10);
      result = await future.result(0).catch(() => undefined);
    }
    t.is(result, 42);
  });
});

test.serial('a deadline ends a task that is queued while its thread blocks for it', async (t) => {
  const gate = newGates(2);
  await new ThreadPoolExecutor(1).use((pool) => {
    pool.submit(work.hang, gate);
    const future = pool.options({ deadline: 200 }).submit(work.twice, 1);
    t.throws(() => future.resultSync(), { instanceOf: TimeoutError, message: /deadline of 200 ms/ });
    open(gate + 1);
  });
});

test.serial(
  'resultSync fails where only the event loop could load the functions of the result, and does not hang',
  async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const future = pool.submit(() => ({ twice: (n: number) => 2 * n }));
      t.throws(() => future.resultSync(), {
        instanceOf: DeadlockError,
        message: /holds functions, .* Use await future/,
      });
      const { twice } = await future;
      t.is(twice(4), 8);
    });
  },
);

test.serial('what is thrown arrives as itself also if it has a then', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.submit(() => {
      // biome-ignore lint/suspicious/noThenProperty: what may not be taken for a promise.
      throw { code: 7, then: (resolve: (value: number) => void) => resolve(1) };
    });
    const thrown = await future.then(
      () => t.fail(),
      (error: { code: number }) => [error],
    );
    t.is((thrown as { code: number }[])[0]?.code, 7);
  });
});
