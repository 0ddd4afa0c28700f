// Chapter 09, line 238: two threads take two locks in opposite order. With NOGIL_DEBUG=1 the deadlock is found.
import { sleepSync } from 'nogil';
import { Barrier, DeadlockError, Lock, Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';
import { seconds } from './scale.js';

const lock1 = new Lock();
const lock2 = new Lock();
const bothHoldOne = new Barrier(2);

function taskA(): void {
  lock1.useSync(() => {
    bothHoldOne.waitSync();
    lock2.useSync(() => {}); // Waits forever if task_b holds lock2
  });
}

function taskB(): void {
  lock2.useSync(() => {
    bothHoldOne.waitSync();
    sleepSync(seconds(1)); // So it is here that the circle closes.
    lock1.useSync(() => {}); // Waits forever if task_a holds lock1
  });
}

function run(task: () => void): void {
  try {
    task();
  } catch (error) {
    if (!(error instanceof DeadlockError)) {
      throw error;
    }
    console.log(error.message);
  }
}

const threads = [Thread.start(run, taskA), Thread.start(run, taskB)];
for (const t of threads) {
  await t.join();
}
console.log(wordsOr(['Both', 'have', 'ended']).join(' '));
