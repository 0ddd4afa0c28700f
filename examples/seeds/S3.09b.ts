// Async and concurrency, line 332: a lock that a recursive function takes again and again.
import { RLock, Thread } from 'nogil/threading';
import { numberOr } from './arguments.js';
import { show } from './show.js';

// RLock (Reentrant Lock)
const rlock = new RLock();

function recursiveFunction(n: number): void {
  rlock.useSync(() => {
    if (n > 0) {
      recursiveFunction(n - 1);
    } else {
      console.log(`At the bottom it is locked: ${show(rlock.locked())}`);
    }
  });
}

await Thread.start(recursiveFunction, numberOr(5)).join();
console.log(`In the end it is locked: ${show(rlock.locked())}`);
