// Chapter 09, line 723: a lock around an operation of several steps.
import { List } from 'nogil/shared';
import { Lock, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';

const shared = new List<number>();
const lock = new Lock();

function safeUpdate(item: number): void {
  lock.useSync(() => {
    if (shared.indexOf(item) === -1) {
      shared.append(item);
    }
  });
}

function updateAll(count: number): void {
  for (let item = 0; item < count; item++) {
    safeUpdate(item);
  }
}

const threads = range(2).map(() => Thread.start(updateAll, numberOr(3000)));
for (const t of threads) {
  await t.join();
}
console.log(`${shared.length} items, ${new Set(shared).size} of them distinct`);
