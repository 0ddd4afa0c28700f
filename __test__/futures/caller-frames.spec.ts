import test from 'ava';
import { Future, ThreadPoolExecutor, tasks } from 'nogil/futures';

const work = tasks(() => import('../fixtures/futures-work.js'));

const { pool } = { pool: new ThreadPoolExecutor(1) };
test.after.always(() => pool.shutdown());

async function stackOf(failing: () => Promise<unknown>): Promise<string> {
  try {
    await failing();
  } catch (error) {
    return String((error as Error).stack);
  }
  throw new Error('it did not fail');
}

test('the frames of the worker come first, then those of the functions that await', async (t) => {
  async function asksForIt(): Promise<void> {
    await pool.submit(work.throwAt, 'deep');
  }
  async function asksOthers(): Promise<void> {
    await asksForIt();
  }
  const stack = await stackOf(asksOthers);
  t.regex(stack, /^RangeError: deep\n[\s\S]*at throwAt [\s\S]*at async asksForIt [\s\S]*at async asksOthers /);
});

test('so it is with Promise.all, and with result()', async (t) => {
  async function asksForAll(): Promise<void> {
    await Promise.all([pool.submit(work.throwAt, 'all')]);
  }
  async function asksInTime(): Promise<void> {
    await pool.submit(work.throwAt, 'in time').result();
  }
  t.regex(await stackOf(asksForAll), /at throwAt [\s\S]*at async asksForAll /);
  t.regex(await stackOf(asksInTime), /at throwAt [\s\S]*at async asksInTime /);
});

test('the frames of a blocked caller follow too', (t) => {
  function blocks(): void {
    pool.submit(work.throwAt, 'blocked').resultSync();
  }
  const error = t.throws(blocks);
  t.regex(String(error?.stack), /at throwAt [\s\S]*at blocks /);
});

test('an error that was made here keeps its stack', async (t) => {
  const future = new Future();
  const error = new Error('here');
  const { stack } = error;
  future.setException(error);
  await stackOf(() => future);
  t.is(error.stack, stack);
});

test('frames of the package itself are left out', async (t) => {
  t.notRegex(await stackOf(async () => await pool.submit(work.throwAt, 'plain')), /worker.entry\.cjs/);
});

test('the frames of a caller are added once, however often the error is thrown', (t) => {
  const future = pool.submit(work.throwAt, 'again');
  const first = t.throws(() => future.resultSync());
  const { stack } = first as Error;
  t.is(t.throws(() => future.resultSync())?.stack, stack);
});
