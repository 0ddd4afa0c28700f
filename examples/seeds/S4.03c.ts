// Learning guide, line 76, pattern 3: a result that does not come in time.
import { sleepSync } from 'nogil';
import { ThreadPoolExecutor, TimeoutError } from 'nogil/futures';
import { numberOr } from './arguments.js';
import { seconds } from './scale.js';

function slowFunction(duration: number): string {
  sleepSync(seconds(duration));
  return 'Task done';
}

await new ThreadPoolExecutor().use(async (executor) => {
  const future = executor.submit(slowFunction, numberOr(10));
  try {
    const result = await future.result({ timeout: seconds(5) });
    console.log(result);
  } catch (error) {
    if (!(error instanceof TimeoutError)) {
      throw error;
    }
    console.log('Task timed out');
  }
});
