// Chapter 09, line 66: two threads increment a counter without a lock.
import { Cell } from 'nogil/shared';
import { Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { show } from './show.js';

const counter = new Cell(0);

function increment(count: number): void {
  for (let round = 0; round < count; round++) {
    counter.value += 1; // NOT atomic: it is read, and then written
  }
}

const count = numberOr(1_000_000);
const threads = range(2).map(() => new Thread({ target: increment, args: [count] }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  await t.join();
}

// Almost certainly NOT 2_000_000 due to race condition
console.log(`Less than ${2 * count}: ${show(counter.value < 2 * count)}`);
