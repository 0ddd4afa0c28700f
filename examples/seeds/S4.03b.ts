// Learning guide, line 76, pattern 2: submit, and results as they come.
import { asCompleted, ThreadPoolExecutor } from 'nogil/futures';
import { wordsOr } from './arguments.js';

function shout(item: string): string {
  return item.toUpperCase();
}

await new ThreadPoolExecutor().use(async (executor) => {
  const futures = wordsOr(['a', 'b', 'c']).map((item) => executor.submit(shout, item));
  for await (const future of asCompleted(futures)) {
    const result = await future.result();
    console.log(result);
  }
});
