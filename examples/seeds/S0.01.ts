// Quick reference, line 21: submit, and collect the results as they come.
import { asCompleted, ThreadPoolExecutor } from 'nogil/futures';
import { numbersOr } from './arguments.js';

function task(argument: number): number {
  return argument * argument;
}

await new ThreadPoolExecutor({ maxWorkers: 4 }).use(async (executor) => {
  const futures = numbersOr([1, 2, 3, 4, 5]).map((argument) => executor.submit(task, argument));

  for await (const future of asCompleted(futures)) {
    const result = await future.result();
    console.log(result);
  }
});
