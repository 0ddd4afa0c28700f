// What the threads do whose time is measured. The same for nogil and for what it is measured beside.
import { receiveMessageOnPort } from 'node:worker_threads';

/** The lock that people write with Atomics: 0 free, 1 held, 2 held and waited for. */
export class AtomicsLock {
  /** @param {Int32Array} word shared */
  constructor(word) {
    this.word = word;
  }

  acquire() {
    if (Atomics.compareExchange(this.word, 0, 0, 1) !== 0) {
      while (Atomics.exchange(this.word, 0, 2) !== 0) {
        Atomics.wait(this.word, 0, 2);
      }
    }
  }

  release() {
    if (Atomics.exchange(this.word, 0, 0) === 2) {
      Atomics.notify(this.word, 0, 1);
    }
  }
}

/** Something that takes a while: about a microsecond for 300. */
export function work(rounds) {
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    sum = (sum * 31 + round) | 0;
  }
  return sum;
}

/** Waits for the others, so that all begin together. */
function meet(gate, parties) {
  Atomics.add(gate, 0, 1);
  Atomics.notify(gate, 0);
  for (let seen = Atomics.load(gate, 0); seen < parties; seen = Atomics.load(gate, 0)) {
    Atomics.wait(gate, 0, seen, 1);
  }
}

/** Takes a lock again and again, with so much work while it is held and in between. Gives the milliseconds. */
export function contend(acquire, release, { gate, counter, times, inside }) {
  meet(gate, 2);
  const start = performance.now();
  for (let time = 0; time < times; time += 1) {
    acquire();
    counter[0] += 1;
    if (inside > 0) {
      work(inside);
    }
    release();
    if (inside > 0) {
      work(inside);
    }
  }
  return performance.now() - start;
}

/** An item like those of a job queue. */
export const objectOf = (id) => ({ id, name: `job-${id & 1023}`, tries: 3, done: false });

export function putAll(queue, { gate, items, objects }) {
  meet(gate, 2);
  for (let item = 0; item < items; item += 1) {
    queue.putSync(objects ? objectOf(item) : item);
  }
}

/** Gives the milliseconds from the first item to the last. */
export function getAll(queue, { gate, items, objects }) {
  meet(gate, 2);
  const start = performance.now();
  let sum = 0;
  for (let item = 0; item < items; item += 1) {
    const got = queue.getSync();
    sum += objects ? got.id : got;
  }
  return { milliseconds: performance.now() - start, sum };
}

export function echo(there, back, times) {
  for (let time = 0; time < times; time += 1) {
    back.putSync(there.getSync());
  }
}

export function pingPong(there, back, times) {
  const start = performance.now();
  for (let time = 0; time < times; time += 1) {
    there.putSync(time);
    if (back.getSync() !== time) {
      throw new Error('not what was sent');
    }
  }
  return performance.now() - start;
}

export { receiveMessageOnPort };
