// Async and concurrency, line 361: a queue between two threads.
import { sleepSync } from 'nogil';
import { Queue } from 'nogil/queue';
import { Thread } from 'nogil/threading';
import { numberOr } from './arguments.js';
import { seconds } from './scale.js';

// Queue for thread-safe communication
const q = new Queue<number | null>();

function producer(count: number): void {
  for (let i = 0; i < count; i++) {
    console.log(`Producing ${i}`);
    q.putSync(i);
    sleepSync(seconds(1));
  }
  q.putSync(null); // Sentinel value
}

function consumer(): void {
  for (;;) {
    const item = q.getSync();
    if (item === null) {
      break;
    }
    console.log(`Consuming ${item}`);
    sleepSync(seconds(0.5));
    q.taskDone();
  }
}

const prodThread = new Thread({ target: producer, args: [numberOr(5)] });
const consThread = new Thread({ target: consumer });

prodThread.start();
consThread.start();

await prodThread.join();
await consThread.join();
