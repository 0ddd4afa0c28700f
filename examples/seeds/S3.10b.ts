// Async and concurrency, line 394: an event between two threads.
import { sleepSync } from 'nogil';
import { Event, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';

// Event for signaling
const event = new Event();

function waiter(): void {
  console.log('Waiting for event...');
  event.waitSync(); // Block until set
  console.log('Event received!');
}

function setter(): void {
  sleepSync(seconds(2));
  console.log('Setting event');
  event.set();
}

for (const _ of range(numberOr(1))) {
  new Thread({ target: waiter }).start();
}
new Thread({ target: setter }).start();
