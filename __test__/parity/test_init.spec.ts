// Python: test_concurrent_futures/test_init.py, InitializerMixin and FailingInitializerMixin.
import test from 'ava';
import { BrokenExecutor, BrokenThreadPool, type Future, ThreadPoolExecutor } from 'nogil/futures';
import { failToInitialize, initialize, initializerStatus } from './work.js';

const WORKERS = 2;

test('test_init: test_initializer (InitializerMixin): it is called in each worker, before the tasks', async (t) => {
  const executor = new ThreadPoolExecutor({
    maxWorkers: WORKERS,
    initializer: initialize,
    initargs: ['initialized'],
  });
  await executor.use(async () => {
    const futures = Array.from({ length: WORKERS }, () => executor.submit(initializerStatus));
    t.deepEqual(await Promise.all(futures), ['initialized', 'initialized']);
  });
});

test('test_init: test_initializer (FailingInitializerMixin): if it fails, the pool is broken', async (t) => {
  const executor = new ThreadPoolExecutor({ maxWorkers: WORKERS, initializer: failToInitialize });
  const future: Future<unknown> = executor.submit(initializerStatus);
  await t.throwsAsync(future.result(), { instanceOf: BrokenThreadPool });
  const error = t.throws(() => executor.submit(initializerStatus), { instanceOf: BrokenExecutor });
  t.true(error instanceof BrokenThreadPool);
  await executor.shutdown();
});
