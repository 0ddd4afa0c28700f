/**
 * What a worker's loop and the code of its tasks share: which task it is that runs.
 *
 * The loop is a bundle, and a task's code imports the package, so it is shared by a symbol of the thread.
 *
 * @module
 */

import type { AsyncLocalStorage } from 'node:async_hooks';
import { threadId } from 'node:worker_threads';

/** A task as its code sees it, made when it asks. */
export interface TaskView {
  /** The task may have been told to end. */
  look(): void;
  /** The task is over: its ticket is another one's soon. */
  end(): void;
}

/** A task that runs. */
export interface RunningTask {
  ticket: number;
  view: TaskView | undefined;
}

/** See the module. */
export interface TaskThread {
  /** The task that began while no other went on; -1 when there is none. */
  ticket: number;
  /** What its code sees of it. */
  view: TaskView | undefined;
  /** Knows the tasks that began while others went on. */
  storage: AsyncLocalStorage<RunningTask> | undefined;
  /** Tasks whose code waits for their signal. */
  readonly listening: Set<TaskView>;
  /** Calls the functions of tasks that are submitted as such. */
  around: ((fn: (...args: unknown[]) => unknown, args: unknown[]) => unknown) | undefined;
  isAborted(ticket: number): boolean;
  /** As `encodeFailure` writes it. */
  abortReason(ticket: number): Uint8Array | null;
}

const key = Symbol.for('nogil.taskThread');
const idsKey = Symbol.for('nogil.taskIds');
const thread = globalThis as { [key]?: TaskThread; [idsKey]?: { last: number } };
thread[idsKey] ??= { last: 0 };
const ids = thread[idsKey];

/** Tells a task from all others of the process: of all copies of the package in this thread, too. */
export function newTaskId(): string {
  ids.last += 1;
  return `${threadId}-${ids.last}`;
}

/** What the two share in this thread; undefined in a thread that is no worker. */
export function taskThread(): TaskThread | undefined {
  return thread[key];
}

/** This thread is a worker. */
export function beTaskThread(by: Pick<TaskThread, 'isAborted' | 'abortReason'>): TaskThread {
  const made: TaskThread = {
    ticket: -1,
    view: undefined,
    storage: undefined,
    listening: new Set(),
    around: undefined,
    ...by,
  };
  Object.defineProperty(thread, key, { value: made });
  return made;
}
