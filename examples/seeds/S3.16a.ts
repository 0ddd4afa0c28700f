// Async and concurrency, line 637: a task that computes. Threads are enough for it here: nothing locks them.
import { ThreadPoolExecutor } from 'nogil/futures';
import { numberOr } from './arguments.js';

/** Heavy computation. The sum is larger than what a number can hold. */
function cpuBound(count: number): bigint {
  let sum = 0n;
  for (let i = 0; i < count; i++) {
    sum += BigInt(i * i);
  }
  return sum;
}

await new ThreadPoolExecutor().use(async (executor) => {
  console.log(String(await executor.submit(cpuBound, numberOr(10_000_000))));
});
