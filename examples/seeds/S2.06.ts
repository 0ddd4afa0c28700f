// Chapter 09, line 135: one thread waits for an event, another one sets it.
import { sleepSync } from 'nogil';
import { Event, Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';

const event = new Event();

function waiter(): void {
  console.log('Waiting for event...');
  event.waitSync();
  console.log('Event received!');
}

function setter(): void {
  sleepSync(seconds(1));
  event.set();
}

for (const _ of range(numberOr(1))) {
  new Thread({ target: waiter }).start();
}
new Thread({ target: setter }).start();
