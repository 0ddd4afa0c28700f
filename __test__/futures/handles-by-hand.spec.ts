import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { Future, InvalidStateError, RuntimeError, WorkerTerminated, wait } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/handles-work.js'));

test('another thread gives the result of a Future that was made by hand', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<unknown>();
    await pool.submit(work.setResult, future, { of: 'a task' });
    t.deepEqual(await future, { of: 'a task' });
  });
});

test('another thread has a Future that was made by hand fail', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<unknown>();
    await pool.submit(work.setException, future, new RangeError('on purpose'));
    await t.throwsAsync(future, { instanceOf: RangeError, message: 'on purpose' });
  });
});

test('the thread that has made a Future settles it for the others', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [future, begun] = [new Future<number>(), newGates()];
    const waiting = pool.submit(work.awaits, future, begun);
    await opened(begun);
    future.setResult(1);
    t.true(future.done());
    t.is(await waiting, 2);
  });
});

test('who settles a Future has its own result, and is told at once', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [future, result] = [new Future<object>(), {}];
    await pool.submit(work.state, future);
    const told: unknown[] = [];
    future.addDoneCallback((done) => told.push(done.resultSync()));
    future.setResult(result);
    t.is(told[0], result);
  });
});

test('a Future that was made by hand is settled once, by one of all threads', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    for (let round = 0; round < 20; round += 1) {
      const [future, go] = [new Future<number>(), newGates()];
      const tries = [1, 2].map((n) => pool.submit(work.trySet, future, n, go));
      open(go);
      const won = await Promise.all(tries);
      t.is(won.filter(Boolean).length, 1);
      t.is(await future, won.indexOf(true) + 1);
    }
  });
});

test('a Future that another thread has settled cannot be settled again', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    await pool.submit(work.setResult, future, 1);
    t.true(future.done());
    t.throws(() => future.setResult(2), { instanceOf: InvalidStateError, message: /the Future is done/ });
    t.throws(() => future.setException(2), { instanceOf: InvalidStateError });
    t.is(await future, 1);
  });
});

test('a handle of a task cannot be settled by hand', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const gates = newGates(2);
    const future = pool.submit(work.waitFor, gates);
    const settled = pool.submit(work.setResult, future, 1);
    await t.throwsAsync(settled, { instanceOf: InvalidStateError, message: /is settled by its executor/ });
    open(gates + 1);
    t.is(await future, 'waited');
  });
});

test('another thread cancels a Future that was made by hand', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    t.deepEqual(await pool.submit(work.cancel, future), [true, true, true]);
    t.true(future.cancelled());
    await t.throwsAsync(future, { name: 'CancelledError' });
    t.is((await wait([future])).done.size, 1);
  });
});

test('a Future that another thread has begun cannot be cancelled', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    t.true(await pool.submit(work.begin, future));
    t.true(future.running());
    t.false(future.cancel());
    t.throws(() => future.setRunningOrNotifyCancel(), { instanceOf: RuntimeError });
    future.setResult(1);
    t.is(await future, 1);
  });
});

test('a Future that was cancelled says so to the thread that would run it, once', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    await pool.submit(work.state, future);
    t.true(future.cancel());
    t.false(await pool.submit(work.begin, future));
    await t.throwsAsync(pool.submit(work.begin, future), { instanceOf: RuntimeError });
  });
});

test('another thread aborts a Future that was made by hand, with a reason', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    t.true(await pool.submit(work.abort, future, new RangeError('enough')));
    await t.throwsAsync(future, { instanceOf: RangeError, message: 'enough' });
    t.false(await pool.submit(work.abort, future));
  });
});

test('a Future that was made in a worker is settled from outside', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { future } = await pool.submit(work.makeByHand);
    future.setResult(4);
    t.is(await future, 4);
    t.is(await pool.submit(work.plusOne, future), 5);
  });
});

test('a Future that was made by hand fails when the thread that has made it ends', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { future } = await pool.submit(work.makeByHand);
    const caught = t.throwsAsync(future, { instanceOf: WorkerTerminated });
    await t.throwsAsync(pool.submit(work.exit), { instanceOf: WorkerTerminated });
    await caught;
    t.throws(() => future.setResult(1), { instanceOf: InvalidStateError });
  });
});

test('a Future that was settled before it is sent arrives as it is', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [returned, failed, cancelled] = [new Future<number>(), new Future<number>(), new Future<number>()];
    returned.setResult(1);
    failed.setException(new RangeError('on purpose'));
    cancelled.cancel();
    t.is(await pool.submit(work.plusOne, returned), 2);
    t.is((await pool.submit(work.thrownBy, failed))[4]?.message, 'on purpose');
    t.deepEqual(await pool.submit(work.state, cancelled), [true, false, true]);
  });
});

test('who waits for a Future before it is sent is told of what another thread does', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    const [awaited, waited] = [future.then((n) => n + 1), wait([future])];
    await pool.submit(work.setResult, future, 1);
    t.is(await awaited, 2);
    t.is((await waited).done.size, 1);
  });
});
