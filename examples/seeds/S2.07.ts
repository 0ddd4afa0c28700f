// Chapter 09, line 156: ten threads, of which three at a time are let in.
import { sleepSync } from 'nogil';
import { Cell } from 'nogil/shared';
import { Semaphore, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

const semaphore = new Semaphore(3); // Allow 3 concurrent threads
const inside = new Cell(0);
const most = new Cell(0);

function limitedAccess(n: number): void {
  semaphore.useSync(() => {
    const now = inside.add(1);
    most.update((before) => Math.max(before, now));
    console.log(`Thread ${n} entered`);
    sleepSync(seconds(0.1));
    console.log(`Thread ${n} exiting`);
    inside.add(-1);
  });
}

const threads = range(numberOr(10)).map((i) => new Thread({ target: limitedAccess, args: [i] }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  await t.join();
}
console.log(`At most 3 at once: ${show(most.value <= 3)}`);
