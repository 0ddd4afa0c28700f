/**
 * Who knows of Futures that other threads have too.
 *
 * @module
 */

import type { Future } from './future.js';
import { AFAR } from './future-state.js';

/** How a Future stands, for all threads: `FutureState` in `crate/core/src/shared_future/answers.rs`. */
export const PENDING_AFAR = 0;
export const RUNNING_AFAR = 1;
export const SETTLED_AFAR = 2;
export const CANCELLED_AFAR = 3;

/** What came of the wish to begin: `Started`. */
export const STARTED = 0;
export const WAS_CANCELLED = 1;
export const NOT_STARTED = 2;

/** What a handle asks of what it stands on, and what a Future that was shared tells. */
export interface HandleControl {
  /** Futures of this thread that others have, and whose tasks have not ended, with their numbers. */
  readonly own: ReadonlyMap<Future<unknown>, number>;
  /** Whether what has that number is no task of this thread. */
  isHandle(task: number): boolean;
  /** Has the handle told when it is done. */
  subscribe(handle: Future<unknown>): void;
  /** How it stands, for all threads. */
  state(handle: Future<unknown>): number;
  /** Cancels it. Says whether it is cancelled. */
  cancel(handle: Future<unknown>): boolean;
  /** Aborts it, or has the thread do so that has submitted its task. */
  abort(handle: Future<unknown>, reason: unknown): boolean;
  /** Says that it runs. */
  start(handle: Future<unknown>): number;
  /**
   * Has it done with that, for all other threads.
   *
   * @throws InvalidStateError when it is done, or belongs to a task.
   */
  settle(handle: Future<unknown>, state: number, outcome: unknown): void;
  /** Tells the other threads of the end of a Future of `own`. False if one of them has cancelled it. */
  publish(future: Future<unknown>, state: number, outcome: unknown): boolean;
}

/** One for all Futures of this copy of the package. */
export let handles: HandleControl;

/** Says who that is. */
export function setHandleControl(by: HandleControl): void {
  handles = by;
}

/** Whether other threads have a Future in that state too, and may settle it, or will. */
export function isHandle(state: number): boolean {
  return state === AFAR || (state >= 0 && handles.isHandle(state));
}
