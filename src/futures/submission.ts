/**
 * Tasks are sent: records in an area, one after another.
 *
 * The first of a turn is sent at once, so that a worker begins, the others in groups, and what is left when the turn's
 * microtasks run.
 *
 * @module
 */

import { wordsOf } from '../codec/area.js';
import { assertNotEncoding, isEncoding } from '../codec/busy.js';
import type { Takes } from '../codec/carried.js';
import { encodeTransferring, encodeValues, type Names } from '../codec/encode.js';
import { functionsNamed } from '../codec/function-table.js';
import type { Limits } from '../codec/limits.js';
import { GRAPH } from '../codec/tags.js';
import { RuntimeError, TaskError } from '../errors.js';
import type { Description } from '../functions/thread-functions.js';
import { limit, reasonNotToSubmit } from './aborting.js';
import { Future } from './future.js';
import { HEADER, isolate, KEPT_WORDS, native, tasks } from './isolate.js';
import { meeting } from './met-futures.js';
import { nested } from './nested.js';
import {
  close,
  failTask,
  futureOf,
  keyOf,
  NATIVE,
  open,
  pin,
  setNamed,
  setOutgoing,
  setWeight,
  type TaskOwner,
} from './pending.js';
import { isSampled } from './pool-stats.js';
import { forgetOverflown } from './promise-parts.js';
import { setFailed } from './settle.js';
import type { Outgoing, SidePorts } from './side-ports.js';
import { FROM_AFAR, TRACED, WATCHED } from './status.js';
import { type CheckedTaskOptions, NORMAL } from './task-options.js';
import type { Transferable } from './transferables.js';

const FIRST_GROUP = 4;
const LARGEST_GROUP = 64;
/** Up to so many bytes a loop is faster than a call into the engine. */
const SHORT_LOOP = 32;

const lengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')?.get as (
  this: Uint8Array,
) => number;

// As they are now: a program may put others in their place, to have time stand still for its tests.
const { queueMicrotask } = globalThis;

/** The pool that the tasks in the area are for. */
let pool = NATIVE;
/** How urgent they are. */
let priority = NORMAL;
/** Tasks that were written and not sent: they stand between these words of the area. */
let written = 0;
let from = 0;
let to = 0;
let group = FIRST_GROUP;
let scheduled = false;
/** The memory that the native side knows: an area that grew has other memory. */
let attached: Uint8Array = tasks.bytes;

/** What goes beside the record that is being written, and the ports that it would go over. */
let outgoing: Outgoing | null = null;
let side: SidePorts | null = null;

const argumentNames: Names = {
  of: (index) => `argument ${index + 1}`,
  code: 'ERR_TASK_ARGUMENT',
  takes() {
    outgoing ??= side?.begin([]) ?? null;
    return outgoing ?? undefined;
  },
};

/**
 * Submits a task to a pool of this thread. Throws, submits nothing and takes nothing away, when an argument cannot
 * travel, or be handed over. One that is traced has an id.
 */
export function submit(
  owner: TaskOwner,
  fn: Description,
  args: readonly unknown[],
  options?: CheckedTaskOptions,
  traceId?: string,
): Future<unknown> {
  owner.assertOpen();
  const start = begin(owner.key, options === undefined ? NORMAL : options.priority);
  ({ side } = owner);
  meeting.wanted = true;
  try {
    const flags = side === null ? FROM_AFAR : 0;
    return traceId === undefined
      ? submitTo(owner, start, fn, args, options, flags)
      : submitTo(owner, start, fn, [...args, traceId], options, flags | TRACED);
  } catch (error) {
    // First, and without a call: the stack may be at its end.
    meeting.wanted = false;
    meeting.met = null;
    endOutgoing();
    throw error;
  }
}

/**
 * The same for a task of a pool of this thread that has marks, such of `status.ts` as go with its number of values. Apart from
 * `submit`, which all others call.
 */
export function submitMarked(
  owner: TaskOwner,
  fn: Description,
  args: readonly unknown[],
  marks: number,
): Future<unknown> {
  owner.assertOpen();
  const start = begin(owner.key, NORMAL);
  ({ side } = owner);
  meeting.wanted = true;
  try {
    return submitTo(owner, start, fn, args, undefined, marks);
  } catch (error) {
    meeting.wanted = false;
    meeting.met = null;
    endOutgoing();
    throw error;
  }
}

/** What was to go beside a task that is not submitted. */
function endOutgoing(): void {
  outgoing?.end();
  outgoing = null;
}

function submitTo(
  owner: TaskOwner,
  start: number,
  fn: Description,
  args: readonly unknown[],
  options: CheckedTaskOptions | undefined,
  flags: number,
): Future<unknown> {
  if (options === undefined && fn.captures.length === 0) {
    encodeValues(tasks, args, argumentNames, owner.limits);
  } else {
    write(fn, args, owner.limits, options?.transfer);
  }
  meeting.wanted = false;
  // A getter of an argument may have ended the pool.
  owner.assertOpen();
  let high = fn.captures.length + args.length + flags;
  const isSpecial = options !== undefined || outgoing !== null || owner.isBounded;
  if (isSpecial) {
    const refused = refusedWith(owner, start, options);
    if (refused !== undefined) {
      return refused;
    }
    high |= options?.runTimeout === undefined ? 0 : WATCHED;
  }
  // A task that has limits has them for its watch.
  const isSample = written === 0 && options === undefined && owner.samples !== undefined && isSampled();
  if (isSample) {
    high |= WATCHED;
  }
  const future = end(start, owner.key, fn.id, high);
  owner.tasks += 1;
  // Nearly all tasks have nothing that is kept for them.
  if (
    isSample ||
    isSpecial ||
    meeting.met !== null ||
    // Only a graph names functions. Without arguments there is none, whatever stands there.
    tasks.i32[(start + HEADER) << 1] === GRAPH
  ) {
    keepParticulars(owner, start, options, isSample);
  }
  send();
  return future;
}

/** A Future that has failed, where the record that begins there is not to be submitted. Throws where there is no room. */
function refusedWith(
  owner: TaskOwner,
  start: number,
  options: CheckedTaskOptions | undefined,
): Future<unknown> | undefined {
  if (owner.isBounded) {
    owner.admit(bytesOf(start));
  }
  const refused = options === undefined ? undefined : reasonNotToSubmit(options);
  if (refused !== undefined) {
    // What was written is written over.
    meeting.met = null;
    endOutgoing();
    const future = new Future<unknown>();
    setFailed(future, refused[0]);
    return future;
  }
  outgoing?.seal();
  return undefined;
}

/** The bytes of the record that begins there, and of what is transferred beside it. */
function bytesOf(start: number): number {
  return ((tasks.position - start - HEADER) << 3) + (outgoing?.transferredBytes() ?? 0);
}

/** What is known of a task alone is kept until it is done. */
function keepParticulars(
  owner: TaskOwner,
  start: number,
  options: CheckedTaskOptions | undefined,
  isSample: boolean,
): void {
  const task = tasks.i32[(start << 1) + 1] as number;
  if (owner.isBounded) {
    setWeight(task, owner, bytesOf(start));
  }
  if (outgoing !== null) {
    setOutgoing(task, outgoing);
    outgoing = null;
  }
  if (meeting.met !== null) {
    // Others may find them in the message until it was read.
    pin(task, meeting.met);
    meeting.met = null;
  }
  if (isSample) {
    owner.samples?.watch(task);
  }
  const ids = tasks.position > start + HEADER ? functionsNamed(tasks, start + HEADER) : undefined;
  if (ids !== undefined) {
    setNamed(task, ids);
  }
  if (options !== undefined) {
    limit(task, options);
  }
}

/** Writes what a function has captured, and its arguments. */
function write(
  fn: Description,
  args: readonly unknown[],
  limits: Limits,
  transfer: readonly Transferable[] | undefined,
): void {
  const { captures } = fn;
  if (transfer !== undefined && transfer.length > 0) {
    outgoing = beginTransfer(transfer);
    encodeTransferring(tasks, [...captures, ...args], capturedNames(fn), outgoing, limits);
  } else if (captures.length === 0) {
    encodeValues(tasks, args, argumentNames, limits);
  } else {
    encodeValues(tasks, [...captures, ...args], capturedNames(fn), limits);
  }
}

function beginTransfer(transfer: readonly Transferable[]): Outgoing {
  if (side === null) {
    const message = 'Cannot transfer anything to a worker: only the thread that made the pool can.';
    throw new TaskError(message, { code: argumentNames.code });
  }
  return side.begin(transfer);
}

/** What a function has captured comes first. */
function capturedNames(fn: Description): Names {
  const { length } = fn.captures;
  return {
    of: (index) => (index < length ? 'what the function has captured' : argumentNames.of(index - length)),
    refuse: (index, refused) => (index < length ? fn.refuseCapture?.(index, refused) : undefined),
    code: argumentNames.code,
    takes: argumentNames.takes as Takes,
  };
}

/** Begins a record for the pool of that key. */
function begin(key: number, urgency: number): number {
  assertNotEncoding();
  if (key !== pool || urgency !== priority) {
    flush();
    pool = key;
    priority = urgency;
  }
  const start = to;
  tasks.position = start;
  tasks.reserve(HEADER);
  tasks.position = start + HEADER;
  return start;
}

/** Ends the record that begins there. All of it happens, or nothing: the stack may be at its end. */
function end(start: number, key: number, low: number, high: number): Future<unknown> {
  if (!scheduled) {
    queueMicrotask(endOfTurn);
    scheduled = true;
    // This one, and then larger and larger groups.
    group = 1;
  }
  const task = open(key, low);
  const future = futureOf(task);
  const at = start << 1;
  const { i32 } = tasks;
  i32[at] = tasks.position - start;
  i32[at + 1] = task;
  i32[at + 2] = low;
  i32[at + 3] = high;
  to = tasks.position;
  written += 1;
  return future;
}

/** Sends what was written if it is enough. */
function send(): void {
  if (written >= group || to > tasks.limit) {
    sendGroup();
  }
}

function sendGroup(): void {
  group = Math.min(Math.max(group * 2, FIRST_GROUP), LARGEST_GROUP);
  try {
    flush();
  } catch (error) {
    // At the end of the stack. There is more of it when the turn ends.
    if (!(error instanceof RangeError)) {
      throw error;
    }
  }
}

/** Submits a native task of that number, whose input is a copy of these bytes: for few bytes. */
export function submitBytes(kernel: number, bytes: Uint8Array): Future<unknown> {
  // Not the property, which a subclass can replace.
  const length = lengthOf.call(bytes);
  const start = begin(NATIVE, NORMAL);
  tasks.reserve(wordsOf(length));
  const at = tasks.position << 3;
  if (length > SHORT_LOOP) {
    tasks.bytes.set(bytes, at);
  } else {
    for (let index = 0; index < length; index++) {
      tasks.bytes[at + index] = bytes[index] as number;
    }
  }
  tasks.position += wordsOf(length);
  const future = end(start, NATIVE, kernel, length);
  send();
  return future;
}

/** Submits a task to the native pool: `start` is given its id. `keep` stays alive until it is done. */
export function submitNative(start: (task: number) => void, keep: unknown): Future<unknown> {
  const task = open(NATIVE, 0);
  const future = futureOf(task);
  try {
    start(task);
  } catch (error) {
    void close(task);
    throw error;
  }
  pin(task, keep);
  return future;
}

/** Queues a hash on the native pool. */
export const nativeHash: typeof native.hash = native.hash;

/** Cancels a task that nobody has begun. Says whether it will never run. */
export function cancelTask(task: number): boolean {
  flush();
  return native.cancel(keyOf(task), task) === 1;
}

/** Whether a worker has begun a task. */
export function hasBegun(task: number): boolean {
  flush();
  return native.begun(keyOf(task), task) === 1;
}

/** Sends what was written. A record that is being written, if a getter in it calls this, stays where it is. */
export function flush(): void {
  if (written === 0) {
    return;
  }
  attach();
  const refused = native.flush(pool, from, to, priority) === 0 ? writtenTasks() : [];
  written = 0;
  if (pool !== NATIVE) {
    nested.sent?.();
  }
  from = to;
  if (!isEncoding()) {
    from = 0;
    to = 0;
    tasks.shrink(KEPT_WORDS);
  }
  // The last: callbacks of these may submit.
  for (const task of refused) {
    failTask(task, new RuntimeError('cannot schedule new futures after shutdown'));
  }
}

function writtenTasks(): number[] {
  const ids: number[] = [];
  for (let at = from << 1; at < to << 1; at += (tasks.i32[at] as number) << 1) {
    ids.push(tasks.i32[at + 1] as number);
  }
  return ids;
}

/** Tells the native side of other memory. */
function attach(): void {
  if (attached !== tasks.bytes) {
    isolate.attachTasks(tasks.bytes);
    attached = tasks.bytes;
  }
}

function endOfTurn(): void {
  scheduled = false;
  forgetOverflown();
  flush();
}
