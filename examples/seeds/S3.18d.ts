// Async and concurrency, line 702: all threads are waited for.
import { sleepSync } from 'nogil';
import { Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

const threads = range(numberOr(3)).map((n) => Thread.start(() => sleepSync(seconds(n))));

async function cleanup(): Promise<void> {
  for (const thread of threads) {
    await thread.join(); // Wait for completion
  }
}

await cleanup();
console.log(`Alive: ${show(threads.map((thread) => thread.isAlive()))}`);
