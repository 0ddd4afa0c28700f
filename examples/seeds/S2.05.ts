// Chapter 09, line 119: a thread acquires its own lock again.
import { RLock, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';

const rlock = new RLock();

function outer(): void {
  rlock.useSync(() => {
    inner(); // Same thread can re-acquire
  });
}

function inner(): void {
  rlock.useSync(() => {
    console.log('inner');
  });
}

for (const t of range(numberOr(1)).map(() => Thread.start(outer))) {
  await t.join();
}
