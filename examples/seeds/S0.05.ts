// Quick reference, line 65: a lock around a list that threads share.
import { List } from 'nogil/shared';
import { Lock, Thread } from 'nogil/threading';
import { numbersOr } from './arguments.js';
import { show } from './show.js';

const lock = new Lock();
const sharedList = new List<number>();

function task(value: number): void {
  lock.useSync(() => {
    // exclusive access to shared resource
    sharedList.append(value);
  });
}

const threads = numbersOr([1, 2, 3]).map((value) => Thread.start(task, value));
for (const thread of threads) {
  await thread.join();
}
console.log(show(sharedList.toArray().sort()));
