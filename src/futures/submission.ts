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
import { whileBlocked } from '../binding/waiting.js';
import { Area } from '../codec/area.js';
import { decode } from '../codec/decode.js';
import { assertNotEncoding, encodeValues, isEncoding, type Names } from '../codec/encode.js';
import { decodeFailure } from '../codec/failure.js';
import { BrokenThreadPool, DecodeError, NativePanic, RuntimeError, TimeoutError } from '../errors.js';
import { Future, setCancelled, setFailed, setReturned, setTaskControl } from './future.js';

const HEADER = 2;
const AREA_WORDS = 32 * 1024;
/** An area larger than this is given back once it was used. */
const KEPT_WORDS = 128 * 1024;
/** In the place of a pool's key, for native tasks: no pool has it. */
const NATIVE = 0;
const FIRST_GROUP = 4;
const LARGEST_GROUP = 64;

/** How a task ended: `Status` in `crate/core/src/message.rs`. */
const RETURNED = 0;
const THREW = 1;
const CANCELLED = 2;
const LOST = 3;
const BROKEN = 4;
const TIMED_OUT = 6;
const NO_MEMORY = 7;
/** Nothing that ended: a pool of this thread needs another worker, and has its key in the place of the task. */
const WANTED = 8;

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

// As they are now: a program may put others in their place, to have time stand still for its tests.
const { queueMicrotask } = globalThis;

const tasks = new Area(AREA_WORDS);
const results = new Area(AREA_WORDS);

/** This thread in the eyes of the runtime. */
export const isolate: Isolate = new addon.Isolate(ring, tasks.bytes, results.bytes);
const native: ReturnType<Isolate['hot']> = isolate.hot();

/** Submitted and not heard of yet, by task id. */
const futures: (Future<unknown> | null)[] = [];
/** Their pools' keys: half the memory of references, of which there may be a million. */
let keys = new Int32Array(1024);
/** The pools of this thread, by key. */
const pools = new Map<number, TaskOwner>();
let lastOwner: TaskOwner | null = null;
/** What must stay alive until the task is done: memory that a native task reads. */
const pinned = new Map<number, unknown>();
const free: number[] = [];

/** The pool that the tasks in the area are for. */
let pool = 0;
/** Tasks that were written and not sent: they stand between these words of the area. */
let written = 0;
let from = 0;
let to = 0;
let group = FIRST_GROUP;
let scheduled = false;

/** Reasons to keep the event loop alive. */
let holds = 0;
/** The worker loop of this thread, if it is a worker. */
let alsoRing: (() => void) | null = null;

setTaskControl({
  cancel(task: number): boolean {
    flush();
    return native.cancel(keys[task] as number, task) === 1;
  },
  begun(task: number): boolean {
    flush();
    return native.begun(keys[task] as number, task) === 1;
  },
});

const argumentNames: Names = { of: (index) => `argument ${index + 1}`, code: 'ERR_TASK_ARGUMENT' };

/** The pool is this thread's: it is told when others submit to it. */
export function addPool(owner: TaskOwner): void {
  pools.set(owner.key, owner);
}

/** The pool has ended. */
export function removePool(owner: TaskOwner): void {
  pools.delete(owner.key);
  lastOwner = null;
}

/** Submits a task to a pool of this thread. Throws, and submits nothing, when an argument cannot travel. */
export function submit(owner: TaskOwner, fn: number, args: readonly unknown[]): Future<unknown> {
  owner.assertOpen();
  assertNotEncoding();
  if (owner.key !== pool) {
    flush();
    pool = owner.key;
  }
  const start = to;
  tasks.position = start;
  tasks.reserve(HEADER);
  tasks.position = start + HEADER;
  encodeValues(tasks, args, argumentNames);
  // A getter of an argument may have ended the pool.
  owner.assertOpen();
  const isFirst = !scheduled;
  if (isFirst) {
    queueMicrotask(endOfTurn);
    scheduled = true;
  }
  const task = open(owner);
  // From here to the next call nothing throws: the stack may be at its end.
  const at = start << 1;
  const { i32 } = tasks;
  i32[at] = tasks.position - start;
  i32[at + 1] = task;
  i32[at + 2] = fn;
  i32[at + 3] = args.length;
  to = tasks.position;
  written += 1;
  owner.tasks += 1;
  const future = futures[task] as Future<unknown>;
  if (isFirst || written >= group || to > tasks.limit) {
    group = isFirst ? FIRST_GROUP : Math.min(group * 2, LARGEST_GROUP);
    flushOrLeave();
  }
  return future;
}

function flushOrLeave(): void {
  try {
    flush();
  } catch {
    // At the end of the stack. There is more of it when the turn ends.
  }
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

/** Sends what was written. A record that is being written, if a getter in it calls this, stays where it is. */
export function flush(): void {
  if (written === 0) {
    return;
  }
  attach();
  if (native.flush(pool, from, to, 0) === 0) {
    failWritten(new RuntimeError('cannot schedule new futures after shutdown'));
  }
  written = 0;
  from = to;
  if (!isEncoding()) {
    from = 0;
    to = 0;
    tasks.shrink(KEPT_WORDS);
  }
}

/** The native side took none of what was written. */
function failWritten(error: unknown): void {
  for (let at = from << 1; at < to << 1; at += (tasks.i32[at] as number) << 1) {
    failTask(tasks.i32[at + 1] as number, error);
  }
}

/** Tells the native side of other memory. */
function attach(): void {
  if (attached !== tasks.bytes) {
    attached = tasks.bytes;
    isolate.attachTasks(attached);
  }
}

/** The memory that the native side knows: an area that grew has other memory. */
let attached: Uint8Array = tasks.bytes;

function endOfTurn(): void {
  scheduled = false;
  flush();
}

function open(owner: TaskOwner | null): number {
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
  keys[task] = owner === null ? NATIVE : owner.key;
  return task;
}

function ownerOf(task: number): TaskOwner | null {
  const key = keys[task] as number;
  if (lastOwner === null || lastOwner.key !== key) {
    lastOwner = pools.get(key) ?? null;
  }
  return lastOwner;
}

function close(task: number): void {
  futures[task] = null;
  if (keys[task] === NATIVE) {
    pinned.delete(task);
  }
  free.push(task);
  release();
}

/** Keeps the event loop alive until `release`. */
export function hold(): void {
  if (holds === 0) {
    native.hold(1);
  }
  holds += 1;
}

/** Takes one `hold` back. */
export function release(): void {
  if (holds === 1) {
    native.hold(0);
  }
  holds -= 1;
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

whileBlocked(() => {
  flush();
  drain();
  return futures.length > free.length;
});

/** True while records are read: a getter on Object.prototype may run then, and block the thread. */
let draining = false;

/** Settles the futures of all results that are there. */
export function drain(): void {
  if (draining) {
    return;
  }
  draining = true;
  try {
    drainAll();
  } finally {
    draining = false;
  }
}

function drainAll(): void {
  for (;;) {
    const words = native.drain();
    if (words === 0) {
      break;
    }
    if (words < 0) {
      makeRoom(-words);
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

/** For a result that does not fit. Where there is no memory for it, its task fails, and the others go on. */
function makeRoom(words: number): void {
  try {
    results.position = 0;
    results.grow(words);
    isolate.attachResults(results.bytes);
  } catch (cause) {
    failTask(native.skip(), new DecodeError('there is no memory for the result of a task', { cause }));
  }
}

/** Fails a task that was lost. */
export function failTask(task: number, reason: unknown): void {
  const future = futures[task] as Future<unknown>;
  const owner = ownerOf(task);
  close(task);
  setFailed(future, reason);
  owner?.taskEnded();
}

function readResult(): void {
  const { i32, position } = results;
  const at = position << 1;
  const end = position + (i32[at] as number);
  const task = i32[at + 1] as number;
  const status = i32[at + 2] as number;
  const detail = i32[at + 3] as number;
  if (status === WANTED) {
    results.position = end;
    pools.get(task)?.workerWanted();
    return;
  }
  const owner = ownerOf(task);
  if (status === LOST) {
    // Its number stays its own until it is known why.
    results.position = end;
    owner?.taskLost(detail, task);
    return;
  }
  const future = futures[task] as Future<unknown>;
  close(task);
  results.position = position + HEADER;
  settle(future, owner, status);
  results.position = end;
  owner?.taskEnded();
}

function settle(future: Future<unknown>, owner: TaskOwner | null, status: number): void {
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
      case BROKEN:
        setFailed(future, owner?.brokenReason() ?? new BrokenThreadPool('the pool is broken'));
        return;
      case TIMED_OUT:
        setFailed(future, new TimeoutError('the task ran longer than its runTimeout'));
        return;
      case NO_MEMORY:
        setFailed(future, new RuntimeError('there is no memory for the arguments of a task, or for its result'));
        return;
      default:
        setFailed(future, new NativePanic(`a native task panicked: ${panicMessage()}`));
    }
  } catch (cause) {
    setFailed(future, new DecodeError('the result of a task cannot be read', { cause }));
  }
}

/** A length in bytes, then so many bytes (`crate/core/src/native_pool/job.rs`). */
function panicMessage(): string {
  const start = (results.position + 1) << 3;
  return results.buffer.toString('utf8', start, start + (results.i32[results.position << 1] as number));
}
