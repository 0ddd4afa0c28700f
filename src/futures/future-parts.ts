/**
 * The private fields of Futures, for the rest of the package: `future.ts` gives them, which alone sees them.
 *
 * @module
 */

import type { Future } from './future.js';
import { FAILED, isCancelledState, isDoneState } from './future-state.js';
import type { Watched } from './watchers.js';

/** See the module. */
export interface FutureParts {
  /** Makes the Future of a task. */
  futureOfTask(task: number): Future<unknown>;
  /** The task has returned. False for a Future that is done already, which stays as it is. */
  setReturned(future: Future<unknown>, value: unknown): boolean;
  /** Its state, or the number of its task. */
  stateOf(future: Future<unknown>): number;
  setState(future: Future<unknown>, state: number): void;
  /** The result of one that is done, or what it has failed with; before that, what settles its promise. */
  outcomeOf(future: Future<unknown>): unknown;
  setOutcome(future: Future<unknown>, outcome: unknown): void;
  watchedOf(future: Future<unknown>): Watched;
  setWatched(future: Future<unknown>, watched: Watched): void;
  /** Whether it is a Future of this copy of the package. */
  isFuture(value: unknown): value is Future<unknown>;
}

export let futureOfTask: FutureParts['futureOfTask'];
export let setReturned: FutureParts['setReturned'];
export let stateOf: FutureParts['stateOf'];
export let setState: FutureParts['setState'];
export let outcomeOf: FutureParts['outcomeOf'];
export let setOutcome: FutureParts['setOutcome'];
export let watchedOf: FutureParts['watchedOf'];
export let setWatched: FutureParts['setWatched'];
export let isFuture: FutureParts['isFuture'];

/** Gives them. */
export function setParts(parts: FutureParts): void {
  ({ futureOfTask, setReturned, stateOf, setState, outcomeOf, setOutcome, watchedOf, setWatched, isFuture } = parts);
}

/** Whether it is done, as far as this thread knows. */
export function isDone(future: Future<unknown>): boolean {
  return isDoneState(stateOf(future));
}

/** Whether it was cancelled, as far as this thread knows. */
export function wasCancelled(future: Future<unknown>): boolean {
  return isCancelledState(stateOf(future));
}

/** Whether it has failed: a cancelled one has not. */
export function hasFailed(future: Future<unknown>): boolean {
  return stateOf(future) === FAILED;
}

/** What the task of one that is done has thrown, or undefined if it returned. Throws for one that was cancelled. */
export function thrownBy(future: Future<unknown>): unknown {
  if (wasCancelled(future)) {
    throw outcomeOf(future);
  }
  return hasFailed(future) ? outcomeOf(future) : undefined;
}

/** The number of its task, while it is pending. */
export function taskOf(future: Future<unknown>): number | undefined {
  const state = stateOf(future);
  return state >= 0 ? state : undefined;
}
