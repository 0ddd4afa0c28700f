// Quick reference, line 127: a queue from a producer to a consumer.
import { Queue } from 'nogil/queue';
import { Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';

const q = new Queue<string | null>();

function producer(items: readonly string[]): void {
  for (const item of items) {
    q.putSync(item);
  }
  q.putSync(null); // sentinel
}

function consumer(): void {
  for (let item = q.getSync(); item !== null; item = q.getSync()) {
    console.log(`Processed ${item}`);
    q.taskDone();
  }
}

const threads = [Thread.start(producer, wordsOr(['one', 'two', 'three'])), Thread.start(consumer)];
for (const thread of threads) {
  await thread.join();
}
