/**
 * Who is told when a Future is done, beside those who await it.
 *
 * @module
 */

import { callBack, type DoneCallback } from './done-callbacks.js';
import type { Future } from './future.js';
import { ABANDONED, CANCELLED, isDoneState } from './future-state.js';

/** Who waits for several Futures is told of each that is done, and, if it was cancelled, notified. */
export interface Waiter {
  /** It waits for ever, and so is told of what will never be notified too: Python would hang. */
  readonly isEndless: boolean;
  tell(future: Future<unknown>): void;
}

/** Whether a Future in that state is done for who waits. */
export function isDoneFor(state: number, { isEndless }: Waiter): boolean {
  return isDoneState(state) && state !== CANCELLED && (isEndless || state !== ABANDONED);
}

/** What few Futures have. */
export class Extra {
  /** In the order in which they were added. */
  readonly callbacks: DoneCallback[] = [];
  /** Those of `wait` and `asCompleted`. */
  readonly waiters: Set<Waiter> = new Set();

  /** The Future has come into that state: those who wait are told, if it is done for them. */
  tellWaiters(future: Future<unknown>, state: number): void {
    for (const waiter of this.waiters) {
      if (isDoneFor(state, waiter)) {
        this.waiters.delete(waiter);
        waiter.tell(future);
      }
    }
  }

  /** The Future is done: its callbacks are called. */
  callBack(future: Future<unknown>): void {
    for (const callback of this.callbacks.splice(0)) {
      callBack(callback, future);
    }
  }
}

/** In the place of an Extra: somebody has looked at the Future. */
export const LOOKED: unique symbol = Symbol('looked');
/** In the same place: nobody has looked at the handle, so nobody tells it. */
export const UNSEEN: unique symbol = Symbol('unseen');
