import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import test from 'ava';
import { BrokenThreadPool, RuntimeError, ThreadPoolExecutor, tasks } from 'nogil/futures';
import { newGates, open } from '../gates.js';

const work = tasks(() => import('../fixtures/pool-work.js'));
const running = tasks(() => import('../fixtures/running-work.js'));

test('prestart() starts all workers', async (t) => {
  const [a, b] = [newGates(), newGates()];
  await new ThreadPoolExecutor(2).use(async (pool) => {
    await pool.prestart();
    const both = await Promise.all([pool.submit(running.block, a, b), pool.submit(running.block, b, a)]);
    t.not(both[0], both[1]);
    await pool.prestart();
  });
  const pool = new ThreadPoolExecutor(1);
  await pool.shutdown();
  t.throws(() => void pool.prestart(), { instanceOf: RuntimeError });
});

test('prestart() rejects when the initializer fails', async (t) => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer: work.refuse, initargs: ['no'] });
  await t.throwsAsync(pool.prestart(), { instanceOf: BrokenThreadPool });
  await pool.shutdown();
});

for (const [what, initializer] of [
  ['exits', () => process.exit(3)],
  ['can never end', () => new Promise(() => {})],
] as const) {
  test(`prestart() rejects when the initializer ${what}`, async (t) => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer });
    await t.throwsAsync(pool.prestart(), { instanceOf: BrokenThreadPool });
    await pool.shutdown();
  });
}

test('prestart() resolves for all who have called it meanwhile', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    await Promise.all([pool.prestart(), pool.prestart(), pool.prestart()]);
    t.is(pool.stats().workers.length, 2);
  });
});

test('prestart() starts as many workers as there can be, where the system refuses one', async (t) => {
  let started = 0;
  const env = {
    get STARTED() {
      started += 1;
      if (started > 2) {
        throw new RangeError('no more');
      }
      return String(started);
    },
  };
  await new ThreadPoolExecutor({ maxWorkers: 4, env }).use(async (pool) => {
    await pool.prestart();
    t.is(pool.stats().workers.length, 2);
  });
});

test.serial(
  'a worker counts as started when its initializer has ended, whatever that has posted to the main thread',
  async (t) => {
    const end = newGates();
    const pool = new ThreadPoolExecutor({ maxWorkers: 1, initializer: work.postAndWait, initargs: [end] });
    let isStarted = false;
    const created = once(process, 'worker') as Promise<[Worker]>;
    const started = pool.prestart().then(() => (isStarted = true));
    const [worker] = await created;
    t.deepEqual(await once(worker, 'message'), ['of the initializer']);
    // Whoever waits for what the pool has made of it goes on before this.
    await setImmediate();
    t.false(isStarted);
    open(end);
    t.true(await started);
    await pool.shutdown();
  },
);
