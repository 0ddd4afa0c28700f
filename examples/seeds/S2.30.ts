// Chapter 09, line 660: a worker pool, and which input each result belongs to.
import { asCompleted, type Future, ThreadPoolExecutor } from 'nogil/futures';
import { numberOr, range } from './arguments.js';
import { show } from './show.js';

function double(item: number): number {
  return item * 2;
}

await new ThreadPoolExecutor({ maxWorkers: 8 }).use(async (executor) => {
  const items = range(numberOr(100));
  const futures = new Map<Future<number>, number>(items.map((item) => [executor.submit(double, item), item]));
  const results = new Map<number | undefined, number>();
  for await (const future of asCompleted(futures.keys())) {
    const original = futures.get(future);
    results.set(original, await future.result());
  }
  console.log(show(items.map((item) => results.get(item))));
});
