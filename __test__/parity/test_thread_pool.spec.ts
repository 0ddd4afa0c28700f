// Python: test_concurrent_futures/test_thread_pool.py, ThreadPoolExecutorTest.
import { availableParallelism } from 'node:os';
import test from 'ava';
import { ThreadPoolExecutor, TimeoutError } from 'nogil/futures';
import { isOpen, newGates, open, opened } from '../gates.js';
import { meet, multiply, openGate, thread } from './work.js';

/** So many numbers of gates. */
function gates(count: number): number[] {
  const first = newGates(count);
  return Array.from({ length: count }, (_, index) => first + index);
}

test('test_thread_pool: test_map_submits_without_iteration: all tasks run, though nobody reads the results', async (t) => {
  const finished = gates(10);
  const executor = new ThreadPoolExecutor(2);
  executor.map(openGate, finished);
  await executor.shutdown({ wait: true });
  t.true(finished.every(isOpen));
});

test('test_thread_pool: test_default_workers: as many as there are cores', async (t) => {
  const count = availableParallelism();
  const [goOn] = [newGates()];
  const begun = gates(count);
  const late = newGates();
  await new ThreadPoolExecutor().use(async (executor) => {
    const futures = begun.map((gate) => executor.submit(meet, gate, goOn));
    const oneMore = executor.submit(meet, late, goOn);
    await Promise.all(begun.map(opened));
    t.false(oneMore.running());
    t.false(isOpen(late));
    open(goOn);
    t.is(new Set(await Promise.all(futures)).size, count);
    await oneMore;
  });
});

test('test_thread_pool: test_saturation: many tasks have no more threads than maxWorkers', async (t) => {
  const goOn = newGates();
  const begun = gates(60);
  await new ThreadPoolExecutor(4).use(async (executor) => {
    const futures = begun.map((gate) => executor.submit(meet, gate, goOn));
    await Promise.all(begun.slice(0, 4).map(opened));
    t.deepEqual(
      futures.map((future) => future.running()),
      begun.map((_, index) => index < 4),
    );
    open(goOn);
    t.is(new Set(await Promise.all(futures)).size, 4);
  });
});

test('test_thread_pool: test_idle_thread_reuse: a thread that has nothing to do takes the next task', async (t) => {
  await new ThreadPoolExecutor(4).use(async (executor) => {
    await executor.submit(multiply, 21, 2).result();
    const threads = [await executor.submit(thread), await executor.submit(thread), await executor.submit(thread)];
    t.is(new Set(threads).size, 1);
  });
});

test('test_thread_pool: test_executor_map_current_future_cancel: a timeout cancels what has not begun', async (t) => {
  const goOn = newGates();
  const [first, second, third] = [newGates(), newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1 }).use(async (executor) => {
    const running = executor.submit(meet, first, goOn);
    await opened(first);
    try {
      const results = executor.map(meet, [second, third], [goOn, goOn], { timeout: 0 });
      await t.throwsAsync(results.next(), { instanceOf: TimeoutError });
      await results.return();
    } finally {
      open(goOn);
    }
    await running;
  });
  t.deepEqual([first, second, third].map(isOpen), [true, false, false]);
});
