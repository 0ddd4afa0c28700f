/**
 * What the rest of the package may do with a Future: `future.ts` says how, which alone sees its private fields.
 *
 * @module
 */

import type { Future } from './future.js';
import { FAILED, isCancelledState, isDoneState } from './future-state.js';
import type { Waiter } from './watchers.js';

/** See the module. */
export interface FutureParts {
  /** Makes the Future of a task. */
  futureOfTask(task: number): Future<unknown>;
  /** The task has returned. A Future that has a result already keeps it. */
  setReturned(future: Future<unknown>, value: unknown): void;
  /** The task has thrown. */
  setFailed(future: Future<unknown>, thrown: unknown): void;
  /** The task will never run. */
  setCancelled(future: Future<unknown>): void;
  /** The task has come back unrun: from a worker that has found it cancelled, or from a queue that no worker will look at. */
  setCameBack(future: Future<unknown>, fromWorker: boolean): void;
  /** Whether `waiter` would be told at once; if not, it is told later, unless it is taken back. */
  addWaiter(future: Future<unknown>, waiter: Waiter): boolean;
  /** Takes an `addWaiter` back. */
  removeWaiter(future: Future<unknown>, waiter: Waiter): void;
  /** Somebody looks at the Future: if it fails, he knows. */
  look(future: Future<unknown>): void;
  /** Tells of a traced Future that was done before it was known to be traced. */
  tellIfDone(future: Future<unknown>): void;
  /** Its state, or the number of its task. */
  stateOf(future: Future<unknown>): number;
  /** The number of its task, while it is pending. */
  taskOf(future: Future<unknown>): number | undefined;
  /** The result of one that is done, or what it has failed with. */
  outcomeOf(future: Future<unknown>): unknown;
  /** Makes a handle on a Future of another thread. */
  newHandle(): Future<unknown>;
  /** One that was made by hand, and is not done, is a handle from now on. */
  becomeHandle(future: Future<unknown>): void;
  /** A handle is told of its end as if it were that task's. */
  setTask(handle: Future<unknown>, task: number): void;
  /** Whether it is a Future of this copy of the package. */
  isFuture(value: unknown): value is Future<unknown>;
}

export let futureOfTask: FutureParts['futureOfTask'];
export let setReturned: FutureParts['setReturned'];
export let setFailed: FutureParts['setFailed'];
export let setCancelled: FutureParts['setCancelled'];
export let setCameBack: FutureParts['setCameBack'];
export let addWaiter: FutureParts['addWaiter'];
export let removeWaiter: FutureParts['removeWaiter'];
export let look: FutureParts['look'];
export let tellIfDone: FutureParts['tellIfDone'];
export let stateOf: FutureParts['stateOf'];
export let taskOf: FutureParts['taskOf'];
export let outcomeOf: FutureParts['outcomeOf'];
export let newHandle: FutureParts['newHandle'];
export let becomeHandle: FutureParts['becomeHandle'];
export let setTask: FutureParts['setTask'];
export let isFuture: FutureParts['isFuture'];

/** Says how all of it is done. */
export function setParts(parts: FutureParts): void {
  ({
    futureOfTask,
    setReturned,
    setFailed,
    setCancelled,
    setCameBack,
    addWaiter,
    removeWaiter,
    look,
    tellIfDone,
    stateOf,
    taskOf,
    outcomeOf,
    newHandle,
    becomeHandle,
    setTask,
    isFuture,
  } = parts);
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
