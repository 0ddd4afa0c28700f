/**
 * The tasks of a worker that have begun and not ended, which are asynchronous.
 *
 * @module
 */

import type { RunningTask } from '../futures/task-thread.js';

/** One of them. */
export interface GoingOn {
  ticket: number;
  /** The number of its function. */
  id: number;
  /** Which batch it has begun with. */
  batch: number;
  /** Its code sees itself by that. */
  running: RunningTask;
  /** It is the so manieth of this worker. */
  place: number;
}

const tasks: GoingOn[] = [];

let places = 0;

/** How many there are. */
export let goingOn = 0;

const MOST_FREE = 64;
/** In the place of how a task's code sees itself: what that holds is garbage when the task has ended. */
const nobody: RunningTask = { ticket: -1, view: undefined };

/** Those that have ended, to be used again: a new object in an old array is what the collector has to be told of. */
const free: GoingOn[] = [];

/** A task goes on. */
export function add(ticket: number, id: number, batch: number, running: RunningTask): GoingOn {
  let task = free.pop();
  places += 1;
  if (task === undefined) {
    task = { ticket, id, batch, running, place: places };
  } else {
    task.place = places;
    task.ticket = ticket;
    task.id = id;
    task.batch = batch;
    task.running = running;
  }
  tasks.push(task);
  goingOn = tasks.length;
  return task;
}

/** It does not any more, and is not to be looked at. False if it did not before. */
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
  if (free.length < MOST_FREE) {
    task.running = nobody;
    free.push(task);
  }
  return true;
}

/** The place of the one that is there for longest, more or less. */
export function first(): number | undefined {
  return tasks[0]?.place;
}

/** None of them goes on any more. */
export function removeAll(): GoingOn[] {
  goingOn = 0;
  return tasks.splice(0);
}
