/**
 * The tasks of this thread that were submitted and not heard of yet, and the pools that they are for.
 *
 * @module
 */

import { setAfterPending } from '../functions/forgetting.js';
import { Future, setFailed } from './future.js';
import { hold, release } from './isolate.js';

/** In the place of a pool's key, for native tasks: no pool has it. */
export const NATIVE = 0;

/** Who is told of the end of each of its tasks. */
export interface TaskOwner {
  /** The pool's key. */
  readonly key: number;
  /** Its tasks of this thread that have not ended. */
  tasks: number;
  /** Throws when nothing can be submitted any more. */
  assertOpen(): void;
  /** A task has ended, or was cancelled. */
  taskEnded(): void;
  /** The worker of that lane has died while it ran the task: `failTask` is to be called when it is known why. */
  taskLost(lane: number, task: number): void;
  /** Another thread has submitted a task, and no worker is free. */
  workerWanted(): void;
  /** Why no worker will ever run what is queued. */
  brokenReason(): unknown;
}

/** By task id. */
const futures: (Future<unknown> | null)[] = [];
/** Their pools' keys: half the memory of references, of which there may be a million. */
let keys = new Int32Array(1024);
/** The pools of this thread, by key. */
const pools = new Map<number, TaskOwner>();
let lastOwner: TaskOwner | null = null;
/** What must stay alive until the task is done: memory that a native task reads. */
const pinned = new Map<number, unknown>();
const free: number[] = [];

/** The pool is this thread's, or one that it submits to. */
export function addPool(owner: TaskOwner): void {
  pools.set(owner.key, owner);
}

/** The pool has ended. */
export function removePool(owner: TaskOwner): void {
  pools.delete(owner.key);
  lastOwner = null;
}

/** A pool of this thread. */
export function poolOf(key: number): TaskOwner | undefined {
  return pools.get(key);
}

/** A number for a task of the pool of that key. */
export function open(key: number): number {
  const task = free.length > 0 ? (free[free.length - 1] as number) : futures.length;
  if (task >= keys.length) {
    const longer = new Int32Array(task * 2);
    longer.set(keys);
    keys = longer;
  }
  const future = new Future(task);
  // If the stack is at its end here, a number is lost, and nothing else.
  free.pop();
  hold();
  futures[task] = future;
  keys[task] = key;
  return task;
}

/** The task is done, or was never submitted: its number is free. */
export function close(task: number): void {
  futures[task] = null;
  if (keys[task] === NATIVE && pinned.size > 0) {
    pinned.delete(task);
  }
  free.push(task);
  release();
}

/** Something stays alive until the task is done. */
export function pin(task: number, what: unknown): void {
  pinned.set(task, what);
}

/** The Future of a task. */
export function futureOf(task: number): Future<unknown> {
  return futures[task] as Future<unknown>;
}

/** The key of a task's pool. */
export function keyOf(task: number): number {
  return keys[task] as number;
}

/** Who is told of the task's end: nobody, for a native task. */
export function ownerOf(task: number): TaskOwner | null {
  const key = keys[task] as number;
  if (lastOwner === null || lastOwner.key !== key) {
    lastOwner = pools.get(key) ?? null;
  }
  return lastOwner;
}

/** Whether there are tasks that have not ended. */
export function somePending(): boolean {
  return futures.length > free.length;
}

/** Fails a task that will never have a result. */
export function failTask(task: number, reason: unknown): void {
  const future = futureOf(task);
  const owner = ownerOf(task);
  close(task);
  setFailed(future, reason);
  owner?.taskEnded();
}

// A task may name a function that is gone in this thread.
setAfterPending((callback) => {
  const pending = futures.filter((future) => future !== null);
  void Promise.allSettled(pending).then(callback);
});
