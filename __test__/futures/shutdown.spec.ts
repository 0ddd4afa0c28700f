import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { RuntimeError } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/work.js'));

test('submitting after shutdown throws', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  await pool.shutdown();
  const error = t.throws(() => pool.submit(work.add, 1, 2), { message: 'cannot schedule new futures after shutdown' });
  t.true(error instanceof RuntimeError);
});

test('shutdown waits for what is queued, and can be called again', async (t) => {
  const pool = new ThreadPoolExecutor(2);
  const futures = Array.from({ length: 500 }, (_, n) => pool.submit(work.add, n, n));
  await Promise.all([pool.shutdown(), pool.shutdown({ wait: true })]);
  t.true(futures.every((future) => future.done()));
  await pool.shutdown();
});

test('shutdown without wait returns at once, and queued tasks still run', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const future = pool.submit(work.add, 1, 2);
  await pool.shutdown({ wait: false });
  t.false(future.done());
  t.is(await future, 3);
});

test('shutdown with cancelFutures cancels what has not begun', async (t) => {
  const [started, goesOn] = [newGates(), newGates()];
  const pool = new ThreadPoolExecutor(1);
  const running = pool.submit(work.meet, started, goesOn);
  const queued = Array.from({ length: 1000 }, () => pool.submit(work.threadLater));
  await opened(started);
  const ended = pool.shutdown({ cancelFutures: true });
  open(goesOn);
  await ended;
  t.true(running.done() && !running.cancelled());
  t.true(queued.every((future) => future.cancelled()));
});

for (const [options, message] of [
  [null, 'options: expected an object; got null'],
  ['now', 'options: expected an object; got string'],
  [{ cancel: true }, "options: expected wait, cancelFutures, timeout; got unknown key 'cancel'"],
  [{ wait: 'no' }, 'wait: expected a boolean; got string'],
  [{ cancelFutures: 1 }, 'cancelFutures: expected a boolean; got 1'],
] as const) {
  test(`shutdown(${JSON.stringify(options)}) is refused, and the pool goes on`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const error = t.throws(() => pool.shutdown(options as never), { instanceOf: TypeError, message });
      t.is((error as NodeJS.ErrnoException).code, 'ERR_INVALID_ARG_TYPE');
      t.is(await pool.submit(work.add, 1, 2), 3);
    });
  });
}

test('shutdown(false) does not wait, as in Python', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const future = pool.submit(work.add, 1, 2);
  await pool.shutdown(false);
  t.false(future.done());
  t.is(await future, 3);
});

test('use returns what its body returns, and shuts down when the body throws', async (t) => {
  t.is(await new ThreadPoolExecutor(1).use(() => 'value'), 'value');
  const pool = new ThreadPoolExecutor(1);
  await t.throwsAsync(
    pool.use(() => {
      throw new Error('body');
    }),
    { message: 'body' },
  );
  t.throws(() => pool.submit(work.add, 1, 2), { message: /after shutdown/ });
});

test('a pool can be disposed of', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const future = pool.submit(work.add, 1, 2);
  await pool[Symbol.asyncDispose]();
  t.true(future.done());
});

test('use waits for the tasks that its body has submitted', async (t) => {
  const future = await new ThreadPoolExecutor(1).use((pool) => ({ submitted: pool.submit(work.threadLater) }));
  t.true(future.submitted.done());
});

test('shutdown resolves when the threads have ended', async (t) => {
  const pool = new ThreadPoolExecutor(2);
  let living = 0;
  pool.on('workerStart', () => (living += 1)).on('workerExit', () => (living -= 1));
  await pool.prestart();
  t.is(living, 2);
  await pool.shutdown();
  t.is(living, 0);
});
