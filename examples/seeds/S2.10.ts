// Chapter 09, line 217: deposits and withdrawals with a lock.
import { Cell } from 'nogil/shared';
import { Lock, Thread } from 'nogil/threading';
import { numbersOr } from './arguments.js';

const lock = new Lock();
const balance = new Cell(0);

function deposit(count: number): void {
  for (let round = 0; round < count; round++) {
    lock.useSync(() => {
      balance.value += 1;
    });
  }
}

function withdraw(count: number): void {
  for (let round = 0; round < count; round++) {
    lock.useSync(() => {
      balance.value -= 1;
    });
  }
}

const [deposits = 0, withdrawals = deposits] = numbersOr([100_000]);
const threads = [Thread.start(deposit, deposits), Thread.start(withdraw, withdrawals)];
for (const t of threads) {
  await t.join();
}
console.log(String(balance.value));
