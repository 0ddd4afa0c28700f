// Quick reference, line 106: a condition tells when data is ready.
import { sleepSync } from 'nogil';
import { Cell } from 'nogil/shared';
import { Condition, Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';
import { seconds } from './scale.js';

const condition = new Condition();
const dataReady = new Cell(false);
const data = new Cell('');

function consumer(): void {
  condition.useSync(() => {
    condition.waitForSync(() => dataReady.value);
    console.log(`Processed ${data.value}`);
  });
}

function producer(produced: string): void {
  sleepSync(seconds(1));
  condition.useSync(() => {
    data.value = produced;
    dataReady.value = true;
    condition.notifyAll();
  });
}

const threads = [Thread.start(consumer), Thread.start(producer, wordsOr(['data']).join(' '))];
for (const thread of threads) {
  await thread.join();
}
