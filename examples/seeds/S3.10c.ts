// Async and concurrency, line 410: a condition between two threads.
import { sleepSync } from 'nogil';
import { List } from 'nogil/shared';
import { Condition, Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';
import { seconds } from './scale.js';

// Condition for complex synchronization
const condition = new Condition();
const items = new List<string>();

function consumer(): void {
  condition.useSync(() => {
    while (items.length === 0) {
      console.log('Consumer waiting...');
      condition.waitSync();
    }
    const item = items.pop(0);
    console.log(`Consumed ${item}`);
  });
}

function producer(item: string): void {
  sleepSync(seconds(1));
  condition.useSync(() => {
    items.append(item);
    console.log('Produced item');
    condition.notify(); // Wake up consumer
  });
}

new Thread({ target: consumer }).start();
new Thread({ target: producer, args: [wordsOr(['item']).join(' ')] }).start();
