// Quick reference, line 33: map gives results in the order of the inputs.
import { sleepSync } from 'nogil';
import { ThreadPoolExecutor } from 'nogil/futures';
import { numbersOr } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

/** What comes first takes longest. */
function task(argument: number): number {
  sleepSync(seconds(1 / argument));
  return argument * 10;
}

await new ThreadPoolExecutor({ maxWorkers: 4 }).use(async (executor) => {
  const results = await executor.map(task, numbersOr([1, 2, 3, 4])).toArray();
  console.log(show(results));
});
