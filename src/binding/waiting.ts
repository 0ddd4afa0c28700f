/**
 * How a thread waits in native code: in slices, between which Node can end it, and looking after what is its own.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';
import { isInterrupted } from './interrupt.js';
import { native } from './native.js';

/** Milliseconds. Node ends a thread only between two slices, where no interrupt reaches it. */
const SLICE = 50;
/** Milliseconds. For threads that an interrupt reaches, should it not come after all. */
const LONG_SLICE = 5000;
/** Milliseconds. So soon does a thread that was interrupted see that Node has ended it. */
const LAST_SLICE = 2;

/**
 * The longest time that can be waited for, in milliseconds: Python's `threading.TIMEOUT_MAX`, which is the clock's range
 * in nanoseconds.
 */
export const TIMEOUT_MAX = 9_223_372_036_000;

/** How a wait stands: the answers of `crate/binding/src/pause.rs`. */
const PENDING = 0;
const INTERRUPTED = 2;

/** A wait that has begun, as functions that take a number of milliseconds and say how it stands. */
export interface Slices {
  /** Waits for so long at most. */
  slice(most: number): number;
  /** Goes on with a wait that was interrupted. */
  rest(most: number): number;
}

/** Looks after something. True while more may come of it. */
export type Housekeeping = () => boolean;

/** Of the thread, not of the module, which there may be more than one copy of. */
const key = Symbol.for('nogil.whileBlocked');
const thread = globalThis as { [key]?: Set<Housekeeping> };
thread[key] ??= new Set();
const chores = thread[key];

/** Has `chore` called again and again while this thread is blocked, when no event loop does its work. */
export function whileBlocked(chore: Housekeeping): void {
  chores.add(chore);
}

/** Takes a `whileBlocked` back. */
export function notWhileBlocked(chore: Housekeeping): void {
  chores.delete(chore);
}

/**
 * Blocks the thread until the wait is over. An interrupt ends the wait at once in the main thread, which then ends by
 * itself. In any other thread this does not return then, unless the wait is over before Node ends the thread: no code
 * is to run there as if what it has waited for had come.
 *
 * `isOver` is asked whenever somebody was looked after, by which what is waited for may have come.
 *
 * @returns false when it was interrupted.
 */
export function block(wait: Slices, isOver: () => boolean = () => false): boolean {
  const ended = native.endedEnvironments();
  let answer = PENDING;
  while (answer === PENDING) {
    // Threads that end may be the end of the process, in which Node waits for one thread after the other.
    const isReached = isInterrupted && native.endedEnvironments() === ended;
    const isBusy = keepHouse();
    if (isOver()) {
      return true;
    }
    answer = slice(wait, isBusy || !isReached ? SLICE : LONG_SLICE);
  }
  if (answer !== INTERRUPTED) {
    keepHouse();
    return true;
  }
  if (!isMainThread) {
    do {
      answer = rest(wait, LAST_SLICE);
    } while (answer === PENDING);
  }
  return false;
}

// V8 ends a thread where a function begins; at the end of a loop's turn it does not look each time.
function slice(wait: Slices, most: number): number {
  return wait.slice(most);
}

function rest(wait: Slices, most: number): number {
  return wait.rest(most);
}

/** True while something may come of it. */
function keepHouse(): boolean {
  let isBusy = false;
  for (const chore of chores) {
    try {
      isBusy = chore() || isBusy;
    } catch (error) {
      // It is none of the waiting code's; as an uncaught one it has its stack.
      process.nextTick(() => {
        throw error;
      });
    }
  }
  return isBusy;
}
