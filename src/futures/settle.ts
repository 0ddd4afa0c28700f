/**
 * How a Future comes to its end, and who is told.
 *
 * @module
 */

import { CancelledError, InvalidStateError } from '../errors.js';
import type { Future } from './future.js';
import {
  isDone,
  outcomeOf,
  setOutcome,
  setReturned,
  setState,
  setWatched,
  stateOf,
  watchedOf,
} from './future-parts.js';
import { ABANDONED, CANCELLED, FAILED, NOTIFIED, nameOfState, PENDING, RETURNED } from './future-state.js';
import { handles, isHandle } from './handle-control.js';
import { rejectLater } from './promise-parts.js';
import { openTraces, traceSettled } from './tracing.js';
import { unnoticed } from './unobserved.js';
import { Extra } from './watchers.js';

type Resolve = (value: unknown) => void;

/** The task has returned. `setReturned` calls it where others than those who await the Future may have to be told. */
export function setReturnedToAll(future: Future<unknown>, value: unknown): boolean {
  const resolve = settle(future, RETURNED, value);
  if (resolve === undefined) {
    return false;
  }
  if (stateOf(future) === RETURNED) {
    resolve(value);
  } else {
    rejectLater(future, resolve, outcomeOf(future));
  }
  tell(future);
  return true;
}

/** The task has thrown. */
export function setFailed(future: Future<unknown>, thrown: unknown): void {
  const resolve = settle(future, FAILED, thrown);
  if (resolve !== undefined) {
    rejectLater(future, resolve, outcomeOf(future));
    if (watchedOf(future) === null) {
      setWatched(future, unnoticed(future, thrown));
    }
    tell(future);
  }
}

/** The task will never run. */
export function setCancelled(future: Future<unknown>): void {
  const resolve = settle(future, CANCELLED, neverRan());
  if (resolve !== undefined) {
    rejectLater(future, resolve, outcomeOf(future));
    tell(future);
  }
}

/** The task has come back unrun: from a worker that has found it cancelled, or from a queue that no worker will look at. */
export function setCameBack(future: Future<unknown>, fromWorker: boolean): void {
  setCancelled(future);
  if (stateOf(future) === CANCELLED) {
    setState(future, fromWorker ? NOTIFIED : ABANDONED);
    const watched = watchedOf(future);
    if (watched instanceof Extra) {
      watched.tellWaiters(future, stateOf(future));
    }
  }
}

/** @throws InvalidStateError when the Future is done, or is a task of an executor. */
export function assertByHand(future: Future<unknown>): void {
  const state = stateOf(future);
  if (state > PENDING && !isHandle(state)) {
    const why = state >= 0 ? 'is settled by its executor' : `is ${nameOfState(state)}`;
    throw new InvalidStateError(`the Future ${why}`);
  }
}

/** Settles one that was made by hand, here or in another thread. */
export function settleByHand(future: Future<unknown>, state: typeof RETURNED | typeof FAILED, outcome: unknown): void {
  if (isHandle(stateOf(future))) {
    handles.settle(future, state, outcome);
  }
  if (state === RETURNED) {
    setReturned(future, outcome);
  } else {
    setFailed(future, outcome);
  }
}

/** Has it done with that. Gives what settles its promise, or undefined for one that is done already. */
function settle(future: Future<unknown>, state: number, outcome: unknown): Resolve | undefined {
  if (isDone(future)) {
    return undefined;
  }
  const resolve = outcomeOf(future) as Resolve;
  setState(future, state);
  setOutcome(future, outcome);
  if (handles.own.size > 0 && !handles.publish(future, state, outcome) && state !== CANCELLED) {
    // Another thread was first.
    setState(future, CANCELLED);
    setOutcome(future, neverRan());
  }
  return resolve;
}

/** It is done, and whoever waits is told; so is whoever observes the program. */
function tell(future: Future<unknown>): void {
  if (openTraces > 0) {
    const outcome = stateOf(future) === RETURNED ? 'result' : 'error';
    traceSettled(future, outcome, outcomeOf(future), () => tellWatchers(future));
  } else {
    tellWatchers(future);
  }
}

function tellWatchers(future: Future<unknown>): void {
  const watched = watchedOf(future);
  if (watched instanceof Extra) {
    watched.tellWaiters(future, stateOf(future));
    watched.callBack(future);
  }
}

function neverRan(): CancelledError {
  return new CancelledError('the task was cancelled before it ran');
}
