// Async and concurrency, line 702: threads communicate by queues, and share no state.
import { Queue } from 'nogil/queue';
import { Thread } from 'nogil/threading';
import { numbersOr } from './arguments.js';

function produce(q: Queue<number>, numbers: readonly number[]): void {
  for (const number of numbers) {
    q.putSync(number);
  }
  q.shutdown();
}

function consume(q: Queue<number>): void {
  for (const number of q.iterSync()) {
    console.log(`${number} squared is ${number * number}`);
  }
}

async function threadSafeProcessing(): Promise<void> {
  const q = new Queue<number>();
  // Producer-consumer pattern
  const threads = [Thread.start(produce, q, numbersOr([1, 2, 3])), Thread.start(consume, q)];
  for (const thread of threads) {
    await thread.join();
  }
}

await threadSafeProcessing();
