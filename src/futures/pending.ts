/**
 * The tasks of this thread that were submitted and not heard of yet, and the pools that they are for.
 *
 * @module
 */

import type { Limits } from '../codec/limits.js';
import { addMessageWriter } from '../functions/forgetting.js';
import type { Future } from './future.js';
import { futureOfTask } from './future-parts.js';
import { hold, release } from './isolate.js';
import { nested } from './nested.js';
import type { Samples } from './pool-stats.js';
import { setFailed } from './settle.js';
import type { Outgoing, SidePorts } from './side-ports.js';

/** In the place of a pool's key, for native tasks: no pool has it. */
export const NATIVE = 0;
/** In the same place, for Futures that other threads have too. */
export const SHARED: number = -1;

/** Who is told of the end of each of its tasks. */
export interface TaskOwner {
  /** The pool's key. */
  readonly key: number;
  /** How much the arguments of a task, and its result, may hold. */
  readonly limits: Limits;
  /** Over which objects go beside its tasks; null where none can. */
  readonly side: SidePorts | null;
  /** Its tasks of this thread that have not ended. */
  tasks: number;
  /** Bytes of their arguments, where that has a limit. */
  bytes: number;
  /** The times of some of its tasks. */
  readonly samples: Samples | undefined;
  /** There is a limit to its tasks, or to their bytes. */
  readonly isBounded: boolean;
  /** Throws when a task with so many bytes of arguments would be more than there may be. */
  admit(bytes: number): void;
  /** Throws when nothing can be submitted any more. */
  assertOpen(): void;
  /** A task has ended, or was cancelled. */
  taskEnded(): void;
  /** The worker of that lane has died while it ran the task: `failTask` is to be called when it is known why. */
  taskLost(lane: number, task: number): void;
  /** Fails a task that was lost, although it is not known why: somebody waits for it who keeps that from being known. */
  failLost(task: number): void;
  /** Another thread has submitted a task, and no worker is free. */
  workerWanted(): void;
  /** Why no worker will ever run what is queued. */
  brokenReason(): unknown;
  /** The worker of that lane runs a task that is to end. */
  abortBegan(lane: number, abort: number): void;
}

/** Who is told of what becomes of one task. */
export interface TaskWatch {
  /** It has begun, so many milliseconds ago. Only told of tasks that were submitted as watched ones. */
  begun(elapsed: number): void;
  /** It is over. What the Future is settled with here counts, and not what has come of the task. */
  ended(future: Future<unknown>): void;
}

/** By task id. */
const futures: (Future<unknown> | null)[] = [];
/** Their pools' keys: half the memory of references, of which there may be a million. */
let keys = new Int32Array(1024);
/** The numbers of their functions, and PARTICULAR. */
let functions = new Int32Array(1024);
/** Functions that their arguments name, of the few that do. */
const named = new Map<number, readonly number[]>();
/** Those who watch tasks, of the few that are watched. */
const watches = new Map<number, TaskWatch>();
/** Bytes of their arguments, of those whose pools have a limit. */
const weights = new Map<number, number>();
/** The pools of this thread, by key. */
const pools = new Map<number, TaskOwner>();
let lastOwner: TaskOwner | null = null;
/** The pools that run the tasks of shared Futures which are waited for here. */
const sharedPools = new Map<number, number>();
/** How many of them each pool runs. NATIVE stands for those of which it is not known who settles them. */
const sharedCounts = new Map<number, number>();
/** What must stay alive until the task is done: memory that a native task reads, Futures that its arguments name. */
const pinned = new Map<number, unknown>();
/** What goes beside a task, of the few that have something. */
const outgoing = new Map<number, Outgoing>();
/** Added to the number of its function: one of these knows the task. */
const PARTICULAR = 1 << 31;
const free: number[] = [];

nested.pools.add((keys) => {
  for (const { key, tasks } of pools.values()) {
    if (tasks > 0) {
      keys.push(key);
    }
  }
  keys.push(...sharedCounts.keys());
});

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

/** A number for a task of that function, of the pool of that key. A native task names no function. */
export function open(key: number, id: number): number {
  const task = nextNumber();
  const future = futureOfTask(task);
  // If the stack is at its end here, a number is lost, and nothing else.
  free.pop();
  hold();
  nested.pending += 1;
  futures[task] = future;
  keys[task] = key;
  functions[task] = id;
  return task;
}

/** A number for a Future that is settled as one of a task is, when a record says so. */
export function openShared(future: Future<unknown>): number {
  const task = nextNumber();
  free.pop();
  hold();
  nested.pending += 1;
  futures[task] = future;
  keys[task] = SHARED;
  functions[task] = 0;
  return task;
}

/** The task of a shared Future is that pool's; NATIVE's where it is not known who settles it. */
export function setSharedPool(task: number, key: number): void {
  keep(sharedPools, task, key);
  sharedCounts.set(key, (sharedCounts.get(key) ?? 0) + 1);
}

function forgetSharedPool(key: number): void {
  const left = (sharedCounts.get(key) as number) - 1;
  if (left === 0) {
    sharedCounts.delete(key);
  } else {
    sharedCounts.set(key, left);
  }
}

/** The key of the pool that runs what is waited for; NATIVE where none does. */
export function runningPoolOf(task: number): number {
  return keys[task] === SHARED ? (sharedPools.get(task) ?? NATIVE) : keyOf(task);
}

function nextNumber(): number {
  const task = free.length > 0 ? (free[free.length - 1] as number) : futures.length;
  if (task >= keys.length) {
    makeRoom(task * 2);
  }
  return task;
}

function makeRoom(tasks: number): void {
  keys = lengthened(keys, tasks);
  functions = lengthened(functions, tasks);
}

function lengthened(numbers: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(numbers);
  return longer;
}

function keep<Value>(map: Map<number, Value>, task: number, value: Value): void {
  map.set(task, value);
  functions[task] = (functions[task] as number) | PARTICULAR;
}

/** The arguments of a task name these functions. */
export function setNamed(task: number, ids: readonly number[]): void {
  keep(named, task, ids);
}

/** This goes beside the task. */
export function setOutgoing(task: number, parcel: Outgoing): void {
  keep(outgoing, task, parcel);
}

/** The arguments of a task are so many bytes, which count until it is done. */
export function setWeight(task: number, owner: TaskOwner, bytes: number): void {
  owner.bytes += bytes;
  keep(weights, task, bytes);
}

/** Has `watch` told of what becomes of a task. */
export function setWatch(task: number, watch: TaskWatch): void {
  keep(watches, task, watch);
}

/** Who watches a task. */
export function watchOf(task: number): TaskWatch | undefined {
  return watches.get(task);
}

/** The task is done, or was never submitted: its number is free. Gives its Future. */
export function close(task: number): Future<unknown> {
  const watch = (functions[task] as number) < 0 ? dropParticulars(task) : undefined;
  const future = futureOf(task);
  futures[task] = null;
  free.push(task);
  release();
  nested.pending -= 1;
  watch?.ended(future);
  return future;
}

/** Drops what is known of a task alone. Gives who watches it. */
function dropParticulars(task: number): TaskWatch | undefined {
  const bytes = weights.get(task);
  if (bytes !== undefined) {
    const owner = ownerOf(task);
    if (owner !== null) {
      owner.bytes -= bytes;
    }
  }
  const shared = sharedPools.get(task);
  if (shared !== undefined) {
    forgetSharedPool(shared);
  }
  outgoing.get(task)?.end();
  const watch = watches.get(task);
  for (const map of [weights, outgoing, watches, pinned, named, sharedPools]) {
    map.delete(task);
  }
  return watch;
}

/** Something stays alive until the task is done. */
export function pin(task: number, what: unknown): void {
  keep(pinned, task, what);
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
  const owner = ownerOf(task);
  setFailed(close(task), reason);
  owner?.taskEnded();
}

addMessageWriter({
  unread(ids, found) {
    for (const [task, future] of futures.entries()) {
      if (future === null) {
        continue;
      }
      const own = (functions[task] as number) & ~PARTICULAR;
      if ((keys[task] as number) > NATIVE && ids.has(own)) {
        found(own, future);
      }
      for (const id of named.get(task) ?? []) {
        if (ids.has(id)) {
          found(id, future);
        }
      }
    }
  },
});
