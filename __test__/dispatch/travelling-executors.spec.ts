import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/dispatch-work.js'));

test('a task can submit to the pool that runs it', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.is(await pool.submit(work.fanOut, pool, 1_000), 499_500);
  });
});

test('tasks that are submitted from inside start the workers that they need', async (t) => {
  await new ThreadPoolExecutor(3).use(async (pool) => {
    // One runs the task, which waits; so there must be two for what it submits.
    const threads = await pool.submit(work.threadsOf, pool, newGates(), newGates());
    t.is(new Set(threads).size, 3);
  });
});

test('an executor of another pool can be an argument too', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      t.is(await pool.submit(work.fanOut, other, 100), 4_950);
    });
  });
});

test('an executor that travels is the same one in each thread', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.true(await pool.submit(work.isSame, pool, pool));
    t.is(await pool.submit(work.echo<ThreadPoolExecutor>, pool), pool);
  });
});

test('a task cannot shut down the pool of another thread', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await t.throwsAsync(pool.submit(work.shutDown, pool), { code: 'ERR_RUNTIME', message: /only the thread/ });
  });
});

test('a task that submits to a pool that was shut down is told so', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const other = new ThreadPoolExecutor(1);
    await other.shutdown();
    await t.throwsAsync(pool.submit(work.fanOut, other, 1), { code: 'ERR_RUNTIME', message: /after shutdown/ });
  });
});

test('an executor is the same one inside of a Map, a cycle and beside a Date', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const value = new Map<string, unknown>([['pool', pool]]);
    value.set('self', value).set('beside', [new Date(0), pool]);
    const received = await pool.submit(work.echo<typeof value>, value);
    t.is(received.get('pool'), pool);
    t.is(received.get('self'), received);
    t.deepEqual(received.get('beside'), [new Date(0), pool]);
  });
});

test('what another thread has submitted runs, though the pool is shut down before its first worker', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const other = new ThreadPoolExecutor(1);
    const sent = newGates();
    const count = pool.submit(work.submitAndCount, other, 20, sent);
    // To ask is to send it first: the turn does not end below.
    count.running();
    // This thread hears of nothing meanwhile. In `sleepSync` it would, and start the worker.
    blockUntilOpen(sent);
    await other.shutdown();
    t.is(await count, 20);
  });
});

test('an executor that a task has is not shut down because its own thread has forgotten it', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const gate = newGates();
    const late = pool.submit(work.submitOnce, new ThreadPoolExecutor(1), gate);
    await forgottenAreCollected();
    open(gate);
    // Mutation: an executor that is sent is not kept.
    t.is(await late, 7);
  });
});

/** Resolves when executors that nobody has are collected, and what waits for that was called. */
async function forgottenAreCollected(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const forgotten = new WeakRef(new ThreadPoolExecutor(1));
  do {
    await setImmediate();
    collect();
  } while (forgotten.deref() !== undefined);
  for (let turn = 0; turn < 10; turn++) {
    await setImmediate();
    collect();
  }
}

test('a callback of a task that a pool has refused since may submit to another one', async (t) => {
  const [runner, pool, other] = [new ThreadPoolExecutor(1), new ThreadPoolExecutor(1), new ThreadPoolExecutor(1)];
  const [written, closed] = [newGates(), newGates()];
  const task = async (closing: ThreadPoolExecutor, going: ThreadPoolExecutor, begun: number, end: number) => {
    const twice = (value: number) => value * 2;
    const results: Promise<number>[] = [];
    closing.submit(twice, 1);
    // The first one of a turn is sent at once, these are written.
    const refused = [2, 3].map((value) => closing.submit(twice, value));
    for (const future of refused) {
      future.addDoneCallback(() => results.push(going.submit(twice, 21)));
    }
    open(begun);
    blockUntilOpen(end);
    const errors = await Promise.all(refused.map((future) => future.exception()));
    return [errors.map((error) => (error as Error).name), await Promise.all(results)];
  };
  const outcome = runner.submit(task, pool, other, written, closed);
  await opened(written);
  const ended = pool.shutdown();
  open(closed);
  t.deepEqual(await outcome, [
    ['RuntimeError', 'RuntimeError'],
    [42, 42],
  ]);
  await Promise.all([ended, runner.shutdown(), other.shutdown()]);
});
