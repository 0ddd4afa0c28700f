// Async and concurrency, line 702, practice 5: an executor cleans up after itself.
import { RuntimeError, ThreadPoolExecutor } from 'nogil/futures';
import { numberOr } from './arguments.js';

function work(n: number): number {
  return n + 1;
}

const executor = new ThreadPoolExecutor();
await executor.use(async (executor) => {
  console.log(`Work: ${await executor.submit(work, numberOr(1))}`);
});
try {
  void executor.submit(work, 1);
} catch (error) {
  if (!(error instanceof RuntimeError)) {
    throw error;
  }
  console.log('Automatically cleaned up');
}
