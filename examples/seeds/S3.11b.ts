// Async and concurrency, line 454: the same by map.
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
  const results = executor.map(task, range(numberOr(10)));
  for await (const result of results) {
    console.log(`Result: ${result}`);
  }
});
