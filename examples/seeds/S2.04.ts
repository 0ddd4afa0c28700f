// Chapter 09, line 107: with a lock no increment is lost.
import { List } from 'nogil/shared';
import { Lock, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';

const lock = new Lock();

function safeIncrement(counterList: List<number>): void {
  lock.useSync(() => {
    counterList.set(0, (counterList.at(0) ?? 0) + 1);
  });
}

function incrementOften(counterList: List<number>, count: number): void {
  for (let round = 0; round < count; round++) {
    safeIncrement(counterList);
  }
}

const counterList = new List([0]);
const threads = range(2).map(() => Thread.start(incrementOften, counterList, numberOr(50_000)));
for (const t of threads) {
  await t.join();
}
console.log(String(counterList.at(0)));
