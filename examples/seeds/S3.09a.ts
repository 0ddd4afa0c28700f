// Async and concurrency, line 306: a lock around a counter.
import { Cell } from 'nogil/shared';
import { Lock, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';

// Lock (Mutex)
const lock = new Lock();
const counter = new Cell(0);

function increment(): void {
  for (const _ of range(100_000)) {
    lock.useSync(() => {
      counter.value += 1;
    });
    // Lock released
  }
}

const threads: Thread[] = [];
for (const _ of range(numberOr(10))) {
  const thread = new Thread({ target: increment });
  threads.push(thread);
  thread.start();
}

for (const thread of threads) {
  await thread.join();
}

console.log(`Counter: ${counter.value}`); // Should be 1000000
