// Quick reference, line 78: a semaphore limits the calls that go on at once.
import { sleepSync } from 'nogil';
import { Cell } from 'nogil/shared';
import { Semaphore, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

const sem = new Semaphore(3); // max 3 concurrent
const calls = new Cell(0);
const most = new Cell(0);

function callRateLimitedApi(): void {
  const now = calls.add(1);
  most.update((before) => Math.max(before, now));
  sleepSync(seconds(1));
  calls.add(-1);
  console.log('called');
}

function task(): void {
  sem.useSync(() => {
    // at most 3 threads here simultaneously
    callRateLimitedApi();
  });
}

const threads = range(numberOr(6)).map(() => Thread.start(task));
for (const thread of threads) {
  await thread.join();
}
console.log(`At most 3 at once: ${show(most.value <= 3)}`);
