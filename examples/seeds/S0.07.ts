// Quick reference, line 91: an event tells a worker to stop.
import { setTimeout } from 'node:timers/promises';
import { sleepSync } from 'nogil';
import { Cell } from 'nogil/shared';
import { Event, Thread } from 'nogil/threading';
import { numberOr } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

const stopEvent = new Event();
const rounds = new Cell(0);

function doWork(): void {
  rounds.add(1);
  sleepSync(seconds(0.1));
}

function worker(): void {
  while (!stopEvent.isSet()) {
    doWork();
  }
  console.log('Worker stops');
}

const thread = Thread.start(worker);
while (rounds.value < numberOr(3)) {
  await setTimeout(seconds(0.1));
}

// From main thread:
stopEvent.set(); // signal workers to stop
await thread.join();
console.log(`It has worked: ${show(rounds.value >= numberOr(3))}`);
