// Async and concurrency, line 264: two threads at once, each for a time of its own.
import { sleepSync } from 'nogil';
import { Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';
import { seconds } from './scale.js';

function worker(name: string, duration: number): void {
  console.log(`${name} starting`);
  sleepSync(seconds(duration));
  console.log(`${name} finished`);
}

const [first = 'Worker 1', second = 'Worker 2'] = wordsOr([]);

// Create threads
const thread1 = new Thread({ target: worker, args: [first, 2] });
const thread2 = new Thread({ target: worker, args: [second, 3] });

// Start threads
thread1.start();
thread2.start();

// Wait for threads to complete
await thread1.join();
await thread2.join();

console.log('All threads completed');
