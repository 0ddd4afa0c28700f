// Python: test_concurrent_futures/test_as_completed.py, AsCompletedTests.
import test from 'ava';
import { asCompleted, type Future, ThreadPoolExecutor, TimeoutError } from 'nogil/futures';
import { newGates, open } from '../gates.js';
import { failedFuture, notifiedFuture, pendingFuture, runningFuture, successfulFuture } from './futures-by-state.js';
import { block, multiply } from './work.js';

/** Adds what comes to a list, so that it is known when an error comes after it. */
async function collect(futures: Iterable<Future<unknown>>, timeout?: number): Promise<Future<unknown>[]> {
  const completed: Future<unknown>[] = [];
  await collectTo(completed, futures, timeout);
  return completed;
}

async function collectTo(
  completed: Future<unknown>[],
  futures: Iterable<Future<unknown>>,
  timeout?: number,
): Promise<void> {
  for await (const future of asCompleted(futures, timeout)) {
    completed.push(future);
  }
}

test('test_as_completed: test_no_timeout: all come, those that are done already too', async (t) => {
  await new ThreadPoolExecutor(2).use(async (executor) => {
    const futures = [
      notifiedFuture(),
      failedFuture(),
      successfulFuture(),
      executor.submit(multiply, 2, 21),
      executor.submit(multiply, 7, 6),
    ];
    t.deepEqual(new Set(await collect(futures)), new Set(futures));
  });
});

test('test_as_completed: test_future_times_out: what is done comes, then a TimeoutError', async (t) => {
  const goOn = newGates();
  await new ThreadPoolExecutor(1).use(async (executor) => {
    const finished = [notifiedFuture(), failedFuture(), successfulFuture()];
    const blocked = executor.submit(block, goOn);
    try {
      for (const timeout of [0, 100]) {
        const completed: Future<unknown>[] = [];
        await t.throwsAsync(collectTo(completed, [...finished, blocked], timeout), { instanceOf: TimeoutError });
        t.deepEqual(new Set(completed), new Set(finished));
      }
    } finally {
      open(goOn);
    }
  });
});

test('test_as_completed: test_duplicate_futures: each comes once, of any iterable', async (t) => {
  const goOn = newGates();
  await new ThreadPoolExecutor(1).use(async (executor) => {
    const future = executor.submit(block, goOn);
    function* threeTimes(): Generator<Future<unknown>> {
      for (let count = 0; count < 3; count++) {
        yield future;
      }
    }
    const completed = collect(threeTimes());
    open(goOn);
    t.deepEqual(await completed, [future]);
  });
});

test('test_as_completed: test_correct_timeout_exception_msg: the error says how many are not done', async (t) => {
  const futures = [notifiedFuture(), pendingFuture(), runningFuture(), successfulFuture()];
  await t.throwsAsync(collect(futures, 0), { instanceOf: TimeoutError, message: '2 (of 4) futures unfinished' });
});
