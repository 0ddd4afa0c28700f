/**
 * The tasks of a worker that have begun and not ended, which are asynchronous.
 *
 * @module
 */

import type { RunningTask } from '../futures/task-thread.js';

/** One of them. */
export interface GoingOn {
  readonly ticket: number;
  /** The number of its function. */
  readonly id: number;
  /** Which batch it has begun with. */
  readonly batch: number;
  /** Its code sees itself by that. */
  readonly running: RunningTask;
}

const tasks: GoingOn[] = [];

/** How many there are. */
export let goingOn = 0;

/** The task goes on. */
export function add(task: GoingOn): void {
  tasks.push(task);
  goingOn = tasks.length;
}

/** It does not any more. False if it did not before. */
export function remove(task: GoingOn): boolean {
  const at = tasks.indexOf(task);
  if (at === -1) {
    return false;
  }
  const last = tasks.pop() as GoingOn;
  if (last !== task) {
    tasks[at] = last;
  }
  goingOn = tasks.length;
  return true;
}

/** The one that is there for longest, more or less. */
export function first(): GoingOn | undefined {
  return tasks[0];
}

/** None of them goes on any more. */
export function removeAll(): GoingOn[] {
  goingOn = 0;
  return tasks.splice(0);
}
