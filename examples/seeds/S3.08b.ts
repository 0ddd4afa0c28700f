// Async and concurrency, line 287: a class of threads.
import { sleepSync } from 'nogil';
import { Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';
import { seconds } from './scale.js';

class WorkerThread extends Thread {
  duration: number;

  constructor(name: string, duration: number) {
    super();
    this.name = name;
    this.duration = duration;
  }

  override run(): void {
    console.log(`${this.name} starting`);
    sleepSync(seconds(this.duration));
    console.log(`${this.name} finished`);
  }
}

for (const name of wordsOr(['Worker'])) {
  const worker = new WorkerThread(name, 2);
  worker.start();
  await worker.join();
}
