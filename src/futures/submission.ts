/**
 * This thread's way into the runtime: records of tasks out, records of results in.
 *
 * Tasks are written one after another into an area, and sent together: the first of a turn at once, so that a worker
 * begins, the others in groups, and what is left when the turn's microtasks run.
 *
 * @module
 */

import type { Isolate } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { Area } from '../codec/area.js';
import { decode } from '../codec/decode.js';
import { encodeValues } from '../codec/encode.js';
import { decodeFailure } from '../codec/failure.js';
import { BrokenThreadPool, DecodeError, NativePanic } from '../errors.js';
import { Future, setCancelled, setFailed, setReturned } from './future.js';

const HEADER = 2;
const AREA_WORDS = 32 * 1024;
/** An area larger than this is given back once it was used. */
const KEPT_WORDS = 128 * 1024;
const FIRST_GROUP = 4;
const LARGEST_GROUP = 64;

/** How a task ended: `Status` in `crate/core/src/message.rs`. */
const RETURNED = 0;
const THREW = 1;
const CANCELLED = 2;
const LOST = 3;
const BROKEN = 4;

/** Who is told of the end of each of its tasks. */
export interface TaskOwner {
  /** A task has ended, or was cancelled. */
  taskEnded(): void;
  /** The worker of that lane has died while it ran a task. */
  taskLost(lane: number, future: Future<unknown>): void;
  /** Why no worker will ever run what is queued. */
  brokenReason(): unknown;
}

const tasks = new Area(AREA_WORDS);
const results = new Area(AREA_WORDS);

/** This thread in the eyes of the runtime. */
export const isolate: Isolate = new addon.Isolate(ring, tasks.bytes, results.bytes);
const native: ReturnType<Isolate['hot']> = isolate.hot();

/** Submitted and not heard of yet, by task id. */
const futures: (Future<unknown> | null)[] = [];
const owners: (TaskOwner | null)[] = [];
/** What must stay alive until the task is done: memory that a native task reads. */
const pinned = new Map<number, unknown>();
const free: number[] = [];

/** The pool that the tasks in the area are for. */
let pool = 0;
let written = 0;
let group = FIRST_GROUP;
let scheduled = false;

/** Reasons to keep the event loop alive. */
let holds = 0;
/** The worker loop of this thread, if it is a worker. */
let alsoRing: (() => void) | null = null;

const control = {
  cancel(task: number): boolean {
    flush();
    return native.cancel(task) === 1;
  },
  begun(task: number): boolean {
    flush();
    return native.begun(task) === 1;
  },
};

/** Submits a task to a pool of this thread. Throws, and submits nothing, when an argument cannot travel. */
export function submit(key: number, owner: TaskOwner, fn: number, args: readonly unknown[]): Future<unknown> {
  if (key !== pool) {
    flush();
    pool = key;
  }
  const start = tasks.position;
  tasks.reserve(HEADER);
  tasks.position = start + HEADER;
  try {
    encodeValues(tasks, args, argumentName);
  } catch (error) {
    tasks.position = start;
    throw error;
  }
  const task = open(owner);
  const at = start << 1;
  const { i32 } = tasks;
  i32[at] = tasks.position - start;
  i32[at + 1] = task;
  i32[at + 2] = fn;
  i32[at + 3] = args.length;
  written += 1;
  if (!scheduled) {
    scheduled = true;
    queueMicrotask(endOfTurn);
    flush();
  } else if (written >= group || tasks.position > tasks.limit) {
    group = Math.min(group * 2, LARGEST_GROUP);
    flush();
  }
  return futures[task] as Future<unknown>;
}

function argumentName(index: number): string {
  return `argument ${index + 1}`;
}

/** Submits a task to the native pool: `start` is given its id. `keep` stays alive until it is done. */
export function submitNative(start: (task: number) => void, keep: unknown): Future<unknown> {
  const task = open(null);
  const future = futures[task] as Future<unknown>;
  try {
    start(task);
  } catch (error) {
    close(task);
    throw error;
  }
  pinned.set(task, keep);
  return future;
}

/** Queues a hash on the native pool. */
export const nativeHash: typeof native.hash = native.hash;

/** Sends what was written. */
export function flush(): void {
  if (written === 0) {
    return;
  }
  const words = tasks.position;
  tasks.position = 0;
  written = 0;
  if (attached !== tasks.bytes) {
    attached = tasks.bytes;
    isolate.attachTasks(attached);
  }
  native.flush(pool, words);
  if (tasks.shrink(KEPT_WORDS)) {
    attached = tasks.bytes;
    isolate.attachTasks(attached);
  }
}

/** The memory that the native side knows: an area that grew has other memory. */
let attached: Uint8Array = tasks.bytes;

function endOfTurn(): void {
  scheduled = false;
  group = FIRST_GROUP;
  flush();
}

function open(owner: TaskOwner | null): number {
  const task = free.pop() ?? futures.length;
  futures[task] = new Future(task, control);
  owners[task] = owner;
  hold();
  return task;
}

function close(task: number): void {
  futures[task] = null;
  owners[task] = null;
  free.push(task);
  release();
}

/** Keeps the event loop alive until `release`. */
export function hold(): void {
  if (holds++ === 0) {
    native.hold(1);
  }
}

/** Takes one `hold` back. */
export function release(): void {
  if (--holds === 0) {
    native.hold(0);
  }
}

/** The worker loop of this thread is rung too. */
export function onRing(listener: () => void): void {
  alsoRing = listener;
}

function ring(): void {
  try {
    drain();
    alsoRing?.();
  } catch (error) {
    // The native caller cannot take an error; as an uncaught one it has its stack.
    process.nextTick(() => {
      throw error;
    });
  }
}

/** Settles the futures of all results that are there. */
export function drain(): void {
  for (;;) {
    const words = native.drain();
    if (words === 0) {
      break;
    }
    if (words < 0) {
      results.grow(-words);
      isolate.attachResults(results.bytes);
      continue;
    }
    results.position = 0;
    while (results.position < words) {
      readResult();
    }
  }
  if (results.shrink(KEPT_WORDS)) {
    isolate.attachResults(results.bytes);
  }
}

function readResult(): void {
  const { i32, position } = results;
  const at = position << 1;
  const end = position + (i32[at] as number);
  const task = i32[at + 1] as number;
  const status = i32[at + 2] as number;
  const detail = i32[at + 3] as number;
  const future = futures[task] as Future<unknown>;
  const owner = owners[task] as TaskOwner | null;
  close(task);
  if (owner === null) {
    pinned.delete(task);
  }
  results.position = position + HEADER;
  settle(future, owner, status, detail);
  results.position = end;
  owner?.taskEnded();
}

function settle(future: Future<unknown>, owner: TaskOwner | null, status: number, detail: number): void {
  try {
    switch (status) {
      case RETURNED:
        setReturned(future, decode(results));
        return;
      case THREW:
        setFailed(future, decodeFailure(results));
        return;
      case CANCELLED:
        setCancelled(future);
        return;
      case LOST:
        owner?.taskLost(detail, future);
        return;
      case BROKEN:
        setFailed(future, owner?.brokenReason() ?? new BrokenThreadPool('the pool is broken'));
        return;
      default:
        setFailed(future, new NativePanic(`a native task panicked: ${panicMessage()}`));
    }
  } catch (cause) {
    setFailed(future, new DecodeError('the result of a task cannot be read', { cause }));
  }
}

/** A length in bytes, then so many bytes (`crate/core/src/native_pool.rs`). */
function panicMessage(): string {
  const start = (results.position + 1) << 3;
  return results.buffer.toString('utf8', start, start + (results.i32[results.position << 1] as number));
}
