// Chapter 09, line 178: a daemon thread ends with the program.
import { sleepSync } from 'nogil';
import { Thread } from 'nogil/threading';
import { numberOr } from './arguments.js';
import { seconds } from './scale.js';

function backgroundTask(rounds: Int32Array): void {
  for (;;) {
    console.log('Background...');
    Atomics.add(rounds, 0, 1);
    Atomics.notify(rounds, 0);
    sleepSync(seconds(1));
  }
}

const rounds = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const t = new Thread({ target: backgroundTask, args: [rounds], daemon: true });
t.start();

// The document's program ends at once, with the thread perhaps not begun: this one has it print so often before.
for (let seen = 0; seen < numberOr(1); seen = Atomics.load(rounds, 0)) {
  Atomics.wait(rounds, 0, seen);
}
// Main thread exits -> daemon thread is killed automatically
