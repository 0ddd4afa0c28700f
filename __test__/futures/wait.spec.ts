import test from 'ava';
import {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  Future,
  ThreadPoolExecutor,
  tasks,
  ValueError,
  wait,
} from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/work.js'));

/** A Future that is done, with that. */
function done(result: unknown): Future<unknown> {
  const future = new Future<unknown>();
  if (result instanceof Error) {
    future.setException(result);
  } else {
    future.setResult(result);
  }
  return future;
}

test('wait gives all Futures when all are done, each once', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const futures = [1, 2, 3].map((n) => pool.submit(work.add, n, n));
    const { done, notDone } = await wait([...futures, ...futures]);
    t.deepEqual([...done].sort(), futures.sort());
    t.is(notDone.size, 0);
  });
});

test('what wait gives can be taken apart by position', async (t) => {
  const [one, two] = [done(1), new Future<unknown>()];
  const [isDone, isNot] = await wait([one, two], { returnWhen: FIRST_COMPLETED });
  t.deepEqual([...(isDone ?? [])], [one]);
  t.deepEqual([...(isNot ?? [])], [two]);
});

test('without Futures, wait is over at once', async (t) => {
  const { done, notDone } = await wait([]);
  t.is(done.size + notDone.size, 0);
});

test('FIRST_COMPLETED ends with the first one, later or at once', async (t) => {
  const futures = [new Future<unknown>(), new Future<unknown>()] as const;
  const waiting = wait(futures, { returnWhen: FIRST_COMPLETED });
  futures[1].setResult(1);
  t.deepEqual([...(await waiting).done], [futures[1]]);
  t.deepEqual([...(await wait(futures, { returnWhen: FIRST_COMPLETED })).notDone], [futures[0]]);
});

test('FIRST_EXCEPTION goes on until one fails; a result and a cancelled one do not end it', async (t) => {
  const [returned, cancelled, failed, open] = [0, 1, 2, 3].map(() => new Future<unknown>()) as [
    Future<unknown>,
    Future<unknown>,
    Future<unknown>,
    Future<unknown>,
  ];
  let isOver = false;
  const waiting = wait([returned, cancelled, failed, open], { returnWhen: FIRST_EXCEPTION });
  void waiting.then(() => {
    isOver = true;
  });
  returned.setResult(1);
  cancelled.cancel();
  cancelled.setRunningOrNotifyCancel();
  await new Promise((resolve) => setImmediate(resolve));
  t.false(isOver);
  failed.setException(new Error('failed'));
  t.deepEqual([...(await waiting).notDone], [open]);
});

test('a cancelled Future is done when whoever would have run it knows', async (t) => {
  const future = new Future();
  future.cancel();
  t.is((await wait([future], 0)).done.size, 0);
  const waiting = wait([future]);
  future.setRunningOrNotifyCancel();
  t.is((await waiting).done.size, 1);
});

test('when its time is over, wait gives what is done', async (t) => {
  const [one, two] = [done(1), new Future<unknown>()];
  const { done: isDone, notDone } = await wait([one, two], 1);
  t.deepEqual([...isDone], [one]);
  t.deepEqual([...notDone], [two]);
});

test('wait looks at what it is given: a failure is not told of twice', async (t) => {
  const failed = done(new Error('failed'));
  t.is((await wait([failed], { returnWhen: ALL_COMPLETED })).done.size, 1);
});

test('what cannot be waited for is refused, and named', (t) => {
  const bad = wait as (...args: unknown[]) => unknown;
  t.throws(() => bad(1), { instanceOf: TypeError, message: /^fs: expected an iterable of Futures; got 1/ });
  t.throws(() => bad([new Future(), Promise.resolve()]), {
    instanceOf: TypeError,
    message: /^fs\[1\]: expected a Future/,
  });
  t.throws(() => bad([], { returnWhen: 'LAST' }), { instanceOf: ValueError, message: /^returnWhen: .*got LAST/ });
  t.throws(() => bad([], { return_when: 'LAST' }), { instanceOf: TypeError, message: /return_when/ });
  t.throws(() => bad([], Number.NaN), { instanceOf: ValueError });
});

test('what a shutdown has cancelled is not done for a wait with a timeout, as in Python, and is for one without', async (t) => {
  const gate = newGates(2);
  const pool = new ThreadPoolExecutor(1);
  const busy = pool.submit(work.meet, gate, gate + 1);
  await opened(gate);
  const queued = pool.submit(work.add, 1, 1);
  const ended = pool.shutdown({ cancelFutures: true });
  t.true(queued.cancelled() || (await queued.exception().catch(() => true)));
  t.is((await wait([queued], 1)).done.size, 0);
  t.is((await wait([queued])).done.size, 1);
  open(gate + 1);
  await busy;
  await ended;
});

test('of Futures that are done already, the first failure ends a wait for FIRST_EXCEPTION, wherever it stands', async (t) => {
  const futures = [new Future<number>(), new Future<number>(), new Future<number>()] as const;
  futures[0].setException(new Error('failed'));
  futures[1].setResult(1);
  const { notDone } = await wait(futures, { returnWhen: FIRST_EXCEPTION });
  t.deepEqual([...notDone], [futures[2]]);
});

test('what wait has given stays as it is when more Futures are done', async (t) => {
  const futures = [new Future<number>(), new Future<number>()] as const;
  futures[0].setResult(0);
  const { done, notDone } = await wait(futures, { returnWhen: FIRST_COMPLETED });
  futures[1].setResult(1);
  t.deepEqual([[...done], [...notDone]], [[futures[0]], [futures[1]]]);
});

test('FIRST_EXCEPTION is over when all have returned', async (t) => {
  const futures = [new Future<number>(), new Future<number>()] as const;
  const waiting = wait(futures, { returnWhen: FIRST_EXCEPTION });
  futures[0].setResult(0);
  futures[1].setResult(1);
  t.is((await waiting).done.size, 2);
});

test('a task that was cancelled before its pool broke is done for wait', async (t) => {
  const [started, goesOn] = [newGates(), newGates()];
  const pool = new ThreadPoolExecutor(1);
  const busy = pool.submit(work.meet, started, goesOn);
  const cancelled = pool.submit(work.add, 1, 2);
  await opened(started);
  t.true(cancelled.cancel());
  // What is left fails with the time of the shutdown.
  await pool.shutdown({ timeout: 1 });
  t.is((await wait([busy, cancelled])).done.size, 2);
  t.true(cancelled.cancelled());
});
