// Learning guide, line 76, pattern 1: map, where that is enough.
import { ThreadPoolExecutor } from 'nogil/futures';
import { wordsOr } from './arguments.js';
import { show } from './show.js';

function shout(item: string): string {
  return item.toUpperCase();
}

await new ThreadPoolExecutor().use(async (executor) => {
  const results = await executor.map(shout, wordsOr(['a', 'b', 'c'])).toArray();
  console.log(show(results));
});
