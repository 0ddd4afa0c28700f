/**
 * The bodies of the programs of the family `chaos`: each in the form that blocks its thread, and in the one that is awaited.
 * They are functions that know nothing of where they run.
 */

import { setImmediate } from 'node:timers/promises';
import type { Queue, SimpleQueue } from 'nogil/queue';
import { giveWay, setVariable, variable } from './memory.js';

/** What `use()` has. */
interface Usable {
  use: (body: () => unknown) => Promise<unknown>;
  useSync: (body: () => unknown) => unknown;
}

/** Times that something is counted between two looks at others. */
const SLICE = 16;
/** The item after which there is none. */
export const LAST = 1_000_000;

/** Variables: what is counted, who is in now, and how many there ever were. */
export const COUNT = 0;
const INSIDE = 1;
export const PEAK = 2;

/** Counts, with a place in between where others would come if they could. */
export function countBlocked(lock: Usable, times: number): void {
  for (let time = 0; time < times; time++) {
    lock.useSync(() => {
      const value = variable(COUNT);
      if (time % SLICE === 0) {
        giveWay();
      }
      setVariable(COUNT, value + 1);
    });
  }
}

/** The same. */
export async function countAwaited(lock: Usable, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await lock.use(async () => {
      const value = variable(COUNT);
      await (time % SLICE === 0 ? setImmediate() : undefined);
      setVariable(COUNT, value + 1);
    });
  }
}

/** Puts items of its own. */
export function produceBlocked(queue: Queue<number>, first: number, items: number): void {
  for (let item = 0; item < items; item++) {
    queue.putSync(first + item);
  }
}

/** The same. */
export async function produceAwaited(queue: Queue<number>, first: number, items: number): Promise<void> {
  for (let item = 0; item < items; item++) {
    await queue.put(first + item);
  }
}

/** Gives all items that it got. */
export function consumeBlocked(queue: Queue<number>): number[] {
  const got: number[] = [];
  for (;;) {
    const item = queue.getSync();
    queue.taskDone();
    if (item >= LAST) {
      return got;
    }
    got.push(item);
  }
}

/** The same. */
export async function consumeAwaited(queue: Queue<number>): Promise<number[]> {
  const got: number[] = [];
  for (;;) {
    const item = await queue.get();
    queue.taskDone();
    if (item >= LAST) {
      return got;
    }
    got.push(item);
  }
}

/** What has two forms of `wait`. */
interface Waitable {
  wait: () => Promise<number>;
  waitSync: () => number;
}

/** Gives its number of each round. */
export function meetBlocked(barrier: Waitable, rounds: number): number[] {
  return Array.from({ length: rounds }, () => barrier.waitSync());
}

/** The same. */
export async function meetAwaited(barrier: Waitable, rounds: number): Promise<number[]> {
  const numbers: number[] = [];
  for (let round = 0; round < rounds; round++) {
    numbers.push(await barrier.wait());
  }
  return numbers;
}

function enter(): void {
  setVariable(INSIDE, variable(INSIDE) + 1);
  setVariable(PEAK, Math.max(variable(PEAK), variable(INSIDE)));
}

function leave(): void {
  setVariable(INSIDE, variable(INSIDE) - 1);
}

/** Whether nobody is in any more. */
export function isLeft(): boolean {
  return variable(INSIDE) === 0;
}

/** Goes in and out, and notes how many are in. */
export function crowdBlocked(semaphore: Usable, lock: Usable, times: number): void {
  for (let time = 0; time < times; time++) {
    semaphore.useSync(() => {
      lock.useSync(enter);
      giveWay();
      lock.useSync(leave);
    });
  }
}

/** The same. */
export async function crowdAwaited(semaphore: Usable, lock: Usable, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await semaphore.use(async () => {
      await lock.use(enter);
      await setImmediate();
      await lock.use(leave);
    });
  }
}

/** Answers each number with the next. */
export function answerBlocked(from: SimpleQueue<number>, to: SimpleQueue<number>, times: number): void {
  for (let time = 0; time < times; time++) {
    to.putSync(from.getSync() + 1);
  }
}

/** The same. */
export async function answerAwaited(from: SimpleQueue<number>, to: SimpleQueue<number>, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await to.put((await from.get()) + 1);
  }
}
