import test from 'ava';
import { BrokenThreadPool, RuntimeError, ThreadPoolExecutor, tasks } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

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

test('a worker counts as started when its initializer has ended, whatever that has posted to the main thread', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  const pool = new ThreadPoolExecutor({ maxWorkers: 1, initializer: work.postAndWait, initargs: [begun, end] });
  let isStarted = false;
  const started = pool.prestart().then(() => (isStarted = true));
  await opened(begun);
  // What was posted before this comes before it.
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.false(isStarted);
  open(end);
  t.true(await started);
  await pool.shutdown();
});
