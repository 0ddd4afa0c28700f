// Async and concurrency, line 340: a semaphore limits how many threads go on at once.
import { sleepSync } from 'nogil';
import { Cell } from 'nogil/shared';
import { Semaphore, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

// Semaphore (limit concurrent access)
const semaphore = new Semaphore(3); // Max 3 threads
const inside = new Cell(0);
const most = new Cell(0);

function limitedAccess(id: number): void {
  semaphore.useSync(() => {
    const now = inside.add(1);
    most.update((before) => Math.max(before, now));
    console.log(`Thread ${id} acquired semaphore`);
    sleepSync(seconds(2));
    console.log(`Thread ${id} releasing semaphore`);
    inside.add(-1);
  });
}

const threads = range(numberOr(10)).map((i) => new Thread({ target: limitedAccess, args: [i] }));

for (const thread of threads) {
  thread.start();
}

for (const thread of threads) {
  await thread.join();
}
console.log(`At most 3 at once: ${show(most.value <= 3)}`);
