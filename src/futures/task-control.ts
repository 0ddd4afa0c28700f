/**
 * Who knows of the tasks of this thread, for their Futures.
 *
 * @module
 */

import type { Future } from './future.js';

/** What a Future asks of whoever runs its task. */
export interface TaskControl {
  /** True when the task will never run. */
  cancel(task: number): boolean;
  /** True when the task has begun. */
  begun(task: number): boolean;
  /** Reads what has come, so that what has ended is settled. */
  poll(): void;
  /** Blocks the thread until the Future is done, or for so many milliseconds. Says whether it is done. */
  block(future: Future<unknown>, milliseconds: number): boolean;
  /** True when the task will have that reason for its result. */
  abort(task: number, reason: unknown): boolean;
}

/** Who runs the tasks: one for all Futures of a thread, so that none has to hold it. */
export let control: TaskControl;

/** Says who runs the tasks. */
export function setTaskControl(by: TaskControl): void {
  control = by;
}
