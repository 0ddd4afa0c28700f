// Chapter 09, line 746: the error of a task is thrown where its result is asked for.
import { ThreadPoolExecutor, ValueError } from 'nogil/futures';
import { wordsOr } from './arguments.js';

function risky(message: string): never {
  throw new ValueError(message);
}

await new ThreadPoolExecutor().use(async (executor) => {
  const future = executor.submit(risky, wordsOr(['oops']).join(' '));
  try {
    await future;
  } catch (error) {
    if (!(error instanceof ValueError)) {
      throw error;
    }
    console.log(`Caught: ${error.message}`);
  }
});
