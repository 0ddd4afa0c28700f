// Async and concurrency, line 663: four threads that compute, timed. No lock of an interpreter limits them.
import { Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';

/** CPU-intensive task. */
function cpuTask(): number {
  let count = 0;
  for (let round = 0; round < 50_000_000; round++) {
    count += 1;
  }
  return count;
}

// Threading (NOT limited by GIL)
const start = performance.now();
const threads = range(numberOr(4)).map(() => new Thread({ target: cpuTask }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  await t.join();
}
console.log(`Threading: ${((performance.now() - start) / 1000).toFixed(2)}s`);
