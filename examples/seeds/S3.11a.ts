// Async and concurrency, line 435: a thread pool, results in the order of the submits.
import { sleepSync } from 'nogil';
import { ThreadPoolExecutor } from 'nogil/futures';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';

function task(n: number): number {
  console.log(`Task ${n} starting`);
  sleepSync(seconds(1));
  return n * 2;
}

await new ThreadPoolExecutor({ maxWorkers: 3 }).use(async (executor) => {
  const futures = range(numberOr(10)).map((i) => executor.submit(task, i));

  for (const future of futures) {
    const result = await future;
    console.log(`Result: ${result}`);
  }
});
