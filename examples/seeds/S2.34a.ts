// Chapter 09, line 716: two threads look into a shared list and append to it, without a lock.
import { List } from 'nogil/shared';
import { Barrier, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { show } from './show.js';

const shared = new List<number>();
const bothHaveLooked = new Barrier(2);

function appendItem(item: number): void {
  if (shared.indexOf(item) === -1) {
    bothHaveLooked.waitSync(); // So it happens each time, not once in a while.
    shared.append(item); // append is thread-safe, but read-modify-write patterns are NOT
  }
}

const item = numberOr(1);
const threads = range(2).map(() => Thread.start(appendItem, item));
for (const t of threads) {
  await t.join();
}
console.log(show(shared.toArray()));
