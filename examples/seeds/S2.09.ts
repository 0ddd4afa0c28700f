// Chapter 09, line 198: deposits and withdrawals without a lock.
import { Cell } from 'nogil/shared';
import { Thread } from 'nogil/threading';
import { numberOr } from './arguments.js';
import { show } from './show.js';

const balance = new Cell(0);

function deposit(count: number): void {
  for (let round = 0; round < count; round++) {
    balance.value += 1; // read-modify-write is NOT atomic
  }
}

function withdraw(count: number): void {
  for (let round = 0; round < count; round++) {
    balance.value -= 1;
  }
}

// After running both, balance should be 0 but often is not: they are run until it is not.
for (let day = 0; day < 100 && balance.value === 0; day++) {
  const threads = [Thread.start(deposit, numberOr(100_000)), Thread.start(withdraw, numberOr(100_000))];
  for (const t of threads) {
    await t.join();
  }
}
console.log(`Balance is 0: ${show(balance.value === 0)}`);
