// Quick reference, line 40: what a Future can be asked.
import { ThreadPoolExecutor } from 'nogil/futures';
import { numberOr } from './arguments.js';
import { show } from './show.js';

function task(argument: number): number {
  return argument + 1;
}

await new ThreadPoolExecutor({ maxWorkers: 1 }).use(async (executor) => {
  const future = executor.submit(task, numberOr(41));
  console.log(show(await future.result({ timeout: 60_000 })));
  console.log(show(future.done()));
  // It is done: too late.
  console.log(show(future.cancel()));
  console.log(show(await future.exception()));
});
