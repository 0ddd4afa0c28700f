// Python: test_concurrent_futures/test_wait.py, WaitTests and ThreadPoolWaitTests.
import test from 'ava';
import { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, type Future, ThreadPoolExecutor, wait } from 'nogil/futures';
import { newGates, open } from '../gates.js';
import { cancelledFuture, failedFuture, notifiedFuture, successfulFuture } from './futures-by-state.js';
import { block, blockAndRaise, divide, multiply } from './work.js';

/** Calls `body` with a pool, and two gates that are open when it has ended, so that what is blocked there ends too. */
async function withBlocked(
  body: (executor: ThreadPoolExecutor, gate: number, otherGate: number) => Promise<void>,
): Promise<void> {
  const [gate, otherGate] = [newGates(), newGates()];
  await new ThreadPoolExecutor(2).use(async (executor) => {
    try {
      await body(executor, gate, otherGate);
    } finally {
      open(gate);
      open(otherGate);
    }
  });
}

const setOf = (...futures: Future<unknown>[]): Set<Future<unknown>> => new Set(futures);

test('test_wait: test_20369: a Future that is given twice counts once', async (t) => {
  await withBlocked(async (executor, gate) => {
    const future: Future<unknown> = executor.submit(block, gate);
    const waiting = wait([future, future], { returnWhen: ALL_COMPLETED });
    open(gate);
    const { done, notDone } = await waiting;
    t.deepEqual(done, setOf(future));
    t.deepEqual(notDone, setOf());
  });
});

test('test_wait: test_first_completed: it is over when one is done; one that is only cancelled is not', async (t) => {
  await withBlocked(async (executor, gate) => {
    const first: Future<unknown> = executor.submit(multiply, 21, 2);
    const second: Future<unknown> = executor.submit(block, gate);
    const cancelled = cancelledFuture();
    const { done, notDone } = await wait([cancelled, first, second], { returnWhen: FIRST_COMPLETED });
    t.deepEqual(done, setOf(first));
    t.deepEqual(notDone, setOf(cancelled, second));
  });
});

test('test_wait: test_first_completed_some_already_completed: what is done already is given at once', async (t) => {
  await withBlocked(async (executor, gate) => {
    const blocked: Future<unknown> = executor.submit(block, gate);
    const finished = [notifiedFuture(), successfulFuture()];
    const { done, notDone } = await wait([...finished, blocked], { returnWhen: FIRST_COMPLETED });
    t.deepEqual(done, setOf(...finished));
    t.deepEqual(notDone, setOf(blocked));
  });
});

test('test_wait: test_first_exception: a result does not end it, an exception does', async (t) => {
  await withBlocked(async (executor, gate, goOn) => {
    const returns: Future<unknown> = executor.submit(multiply, 2, 21);
    const fails: Future<unknown> = executor.submit(blockAndRaise, goOn);
    const blocked: Future<unknown> = executor.submit(block, gate);
    const waiting = wait([returns, fails, blocked], { returnWhen: FIRST_EXCEPTION });
    await returns;
    open(goOn);
    const { done, notDone } = await waiting;
    t.deepEqual(done, setOf(returns, fails));
    t.deepEqual(notDone, setOf(blocked));
  });
});

test('test_wait: test_first_exception_some_already_complete: a cancelled one is no exception', async (t) => {
  await withBlocked(async (executor, gate) => {
    const fails: Future<unknown> = executor.submit(divide, 21, 0);
    const blocked: Future<unknown> = executor.submit(block, gate);
    const [successful, cancelled, notified] = [successfulFuture(), cancelledFuture(), notifiedFuture()];
    const { done, notDone } = await wait([successful, cancelled, notified, fails, blocked], {
      returnWhen: FIRST_EXCEPTION,
    });
    t.deepEqual(done, setOf(successful, notified, fails));
    t.deepEqual(notDone, setOf(cancelled, blocked));
  });
});

test('test_wait: test_first_exception_one_already_failed: it is over at once', async (t) => {
  await withBlocked(async (executor, gate) => {
    const blocked: Future<unknown> = executor.submit(block, gate);
    const failed = failedFuture();
    const { done, notDone } = await wait([failed, blocked], { returnWhen: FIRST_EXCEPTION });
    t.deepEqual(done, setOf(failed));
    t.deepEqual(notDone, setOf(blocked));
  });
});

test('test_wait: test_all_completed: it is over when all are done, with whatever', async (t) => {
  await withBlocked(async (executor) => {
    const futures: Future<unknown>[] = [
      successfulFuture(),
      notifiedFuture(),
      failedFuture(),
      executor.submit(divide, 2, 0),
      executor.submit(multiply, 2, 21),
    ];
    const { done, notDone } = await wait(futures, { returnWhen: ALL_COMPLETED });
    t.deepEqual(done, setOf(...futures));
    t.deepEqual(notDone, setOf());
  });
});

test('test_wait: test_timeout: when the time is over, what is not done is told', async (t) => {
  await withBlocked(async (executor, gate) => {
    const finished = [notifiedFuture(), failedFuture(), successfulFuture()];
    const blocked: Future<unknown> = executor.submit(block, gate);
    const { done, notDone } = await wait([...finished, blocked], { timeout: 50, returnWhen: ALL_COMPLETED });
    t.deepEqual(done, setOf(...finished));
    t.deepEqual(notDone, setOf(blocked));
  });
});

test('test_wait: test_pending_calls_race: many that end together are all heard of', async (t) => {
  await withBlocked(async (executor, gate) => {
    const futures = new Set(Array.from({ length: 100 }, () => executor.submit(block, gate)));
    open(gate);
    const { done, notDone } = await wait(futures, { returnWhen: ALL_COMPLETED });
    t.is(done.size, 100);
    t.is(notDone.size, 0);
  });
});
