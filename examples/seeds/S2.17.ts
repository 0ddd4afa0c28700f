// Chapter 09, line 369: the fastest comes first.
import { sleepSync } from 'nogil';
import { asCompleted, ThreadPoolExecutor } from 'nogil/futures';
import { numbersOr } from './arguments.js';
import { seconds } from './scale.js';

function task(n: number): number {
  sleepSync(seconds(n));
  return n;
}

const inputs = numbersOr([3, 1, 2]);
// All at once: without a number there would be as many threads as cores, where Python has four more.
await new ThreadPoolExecutor({ maxWorkers: inputs.length }).use(async (executor) => {
  const futures = new Map(inputs.map((n) => [executor.submit(task, n), n]));

  for await (const future of asCompleted(futures.keys())) {
    const result = await future.result();
    console.log(`Completed: ${result}`);
  }
});
