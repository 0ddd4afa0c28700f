/**
 * Who is told when a Future is done, beside those who await it.
 *
 * @module
 */

import { callBack, type DoneCallback } from './done-callbacks.js';
import type { Future } from './future.js';
import { setWatched, stateOf, watchedOf } from './future-parts.js';
import { ABANDONED, AFAR, CANCELLED, isDoneState } from './future-state.js';
import { handles } from './handle-control.js';
import { noticed, type Unnoticed } from './unobserved.js';

/** Who waits for several Futures is told of each that is done, and, if it was cancelled, notified. */
export interface Waiter {
  /** It waits for ever, and so is told of what will never be notified too: Python would hang. */
  readonly isEndless: boolean;
  tell(future: Future<unknown>): void;
}

/** Whether a Future in that state is done for who waits. */
function isDoneFor(state: number, { isEndless }: Waiter): boolean {
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

/** Who watches a Future: null as long as nobody has looked at it, and it has not failed. */
export type Watched = Extra | Unnoticed | typeof LOOKED | typeof UNSEEN | null;

/** Somebody looks at the Future: if it fails, he knows. */
export function look(future: Future<unknown>): void {
  const watched = watchedOf(future);
  if (watched === null) {
    setWatched(future, LOOKED);
  } else if (watched !== LOOKED && !(watched instanceof Extra)) {
    lookFirst(future, watched);
  }
}

/** At one that has failed, or that only others are told of. */
function lookFirst(future: Future<unknown>, watched: Unnoticed | typeof UNSEEN): void {
  setWatched(future, LOOKED);
  if (watched !== UNSEEN) {
    noticed(watched);
  } else if (stateOf(future) === AFAR) {
    handles.subscribe(future);
  }
}

/** Has `callback` called when it is done, which it is not. */
export function addCallback(future: Future<unknown>, callback: DoneCallback): void {
  extraOf(future).callbacks.push(callback);
}

/** Takes an `addCallback` back. */
export function removeCallback(future: Future<unknown>, callback: DoneCallback): void {
  const { callbacks } = extraOf(future);
  callbacks.splice(callbacks.indexOf(callback), 1);
}

/** Whether `waiter` would be told at once; if not, it is told later, unless it is taken back. */
export function addWaiter(future: Future<unknown>, waiter: Waiter): boolean {
  look(future);
  const isDone = isDoneFor(stateOf(future), waiter);
  if (!isDone) {
    extraOf(future).waiters.add(waiter);
  }
  return isDone;
}

/** Takes an `addWaiter` back. */
export function removeWaiter(future: Future<unknown>, waiter: Waiter): void {
  const watched = watchedOf(future);
  if (watched instanceof Extra) {
    watched.waiters.delete(waiter);
  }
}

function extraOf(future: Future<unknown>): Extra {
  const watched = watchedOf(future);
  if (watched instanceof Extra) {
    return watched;
  }
  const extra = new Extra();
  setWatched(future, extra);
  return extra;
}
