/**
 * Results come back: records are read, and Futures settle.
 *
 * @module
 */

import { whileBlocked } from '../binding/waiting.js';
import type { Area } from '../codec/area.js';
import { decode } from '../codec/decode.js';
import { decodeFailure } from '../codec/failure.js';
import type { Missing } from '../codec/graph-reader.js';
import { NeedsFunctions, readWhenLoaded } from '../codec/travellers.js';
import { BrokenThreadPool, DecodeError, NativePanic, RuntimeError, TimeoutError, WorkerTerminated } from '../errors.js';
import { cameFromAnotherThread } from './caller-frames.js';
import type { Future } from './future.js';
import { setReturned, wasCancelled } from './future-parts.js';
import { HEADER, isolate, KEPT_WORDS, native, onRing, results } from './isolate.js';
import { close, failTask, ownerOf, poolOf, somePending, type TaskOwner, watchOf } from './pending.js';
import { setCameBack, setFailed } from './settle.js';
import { abortedAfar, cancelledAfar } from './shared-futures.js';
import { keepArrived } from './side-ports.js';
import {
  ABORTED_AFAR,
  ABORTING,
  BEGUN,
  BROKEN,
  CANCELLED,
  CANCELLED_AFAR,
  LOST,
  NO_MEMORY,
  RETURNED,
  THREW,
  TIMED_OUT,
  WANTED,
} from './status.js';
import { flush } from './submission.js';

onRing(drain);

whileBlocked(() => {
  flush();
  drain();
  return somePending();
});

/** True while a record is read: a getter on Object.prototype may run then, and block the thread. */
let reading = false;

/** Whether the thread is within a record: no other one can be read then. */
export function isReading(): boolean {
  return reading;
}

/** The words of results that were drained: those behind `results.position` are still to be read. */
let drained = 0;

/** Settles the futures of all results that are there. Their callbacks may wait for others. */
export function drain(): void {
  if (reading) {
    return;
  }
  for (;;) {
    while (results.position < drained) {
      readResult();
    }
    drained = 0;
    const words = native.drain();
    if (words === 0) {
      break;
    }
    if (words < 0) {
      makeRoom(-words);
      continue;
    }
    results.position = 0;
    drained = words;
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

function readResult(): void {
  const { i32, position } = results;
  const at = position << 1;
  const end = position + (i32[at] as number);
  const task = i32[at + 1] as number;
  const status = i32[at + 2] as number;
  const detail = i32[at + 3] as number;
  // First: whatever is thrown below, the records after this one are read the next time.
  results.position = end;
  if (status >= LOST && isHeard(status, task, detail, position + HEADER)) {
    return;
  }
  const owner = ownerOf(task);
  let value: unknown;
  let isRead = false;
  reading = true;
  try {
    results.position = position + HEADER;
    value = status === RETURNED ? decode(results, 'load', owner?.limits) : outcome(owner, status);
    isRead = true;
  } catch (error) {
    value = error;
  }
  // Without a call: the stack may be at its end.
  results.position = end;
  reading = false;
  if (isRead) {
    endTask(task, owner, status, detail === 0, value);
  } else {
    endUnread(task, owner, status, position + HEADER, value);
  }
}

/** The record whose payload begins there, and that ends at the position, cannot be read, or not yet. */
function endUnread(task: number, owner: TaskOwner | null, status: number, payload: number, cause: unknown): void {
  if (cause instanceof NeedsFunctions) {
    const end = results.position;
    results.position = payload;
    const record = results.copy(end - payload);
    results.position = end;
    void settleLater(task, owner, status, cause, record);
  } else {
    endTask(task, owner, THREW, true, unreadable(cause));
  }
}

/** Whether a record is no result, and was heard. Its payload begins at that word. */
function isHeard(status: number, number: number, detail: number, payload: number): boolean {
  if (status === LOST) {
    const owner = ownerOf(number);
    // Its number stays its own until it is known why.
    owner?.taskLost(detail, number);
    return owner !== null;
  }
  if (status === WANTED) {
    poolOf(number)?.workerWanted();
  } else if (status === BEGUN) {
    watchOf(number)?.begun(((native.micros() - detail) >>> 0) / 1000);
  } else if (status === ABORTING) {
    poolOf(number)?.abortBegan(detail, results.i32[payload << 1] as number);
  } else if (status === CANCELLED_AFAR) {
    cancelledAfar(number);
  } else if (status === ABORTED_AFAR) {
    abortedAfar(number, reasonAt(payload));
  }
  return status >= WANTED;
}

/** What another thread has written. Whatever is not known here is left out. */
function reasonAt(payload: number): unknown {
  const { position } = results;
  reading = true;
  try {
    results.position = payload;
    return attempt(() => decodeFailure(results, 'leave out'));
  } finally {
    results.position = position;
    reading = false;
  }
}

/** Tasks that have ended, and whose results hold functions and classes that the event loop is about to load. */
const loading = new Set<number>();

/** Whether only the event loop of this thread can bring the result of that task. */
export function isLoading(task: number | undefined): boolean {
  return task !== undefined && loading.has(task);
}

/** The task counts as one that has not ended until what its result needs is loaded. */
async function settleLater(
  task: number,
  owner: TaskOwner | null,
  status: number,
  needed: NeedsFunctions,
  record: Area,
): Promise<void> {
  const read = (missing?: Missing) => {
    record.position = 0;
    try {
      return status === RETURNED ? decode(record, missing, owner?.limits) : decodeFailure(record, missing);
    } catch (cause) {
      throw cause instanceof NeedsFunctions ? cause : unreadable(cause);
    }
  };
  let value: unknown;
  let settledAs = status;
  if (needed.ids.length > 0) {
    loading.add(task);
  }
  isolate.putOff();
  const letGo = keepArrived();
  try {
    // In an array, as what was thrown may have a `then`.
    [value] = await readWhenLoaded(needed, () => [read()]);
  } catch (error) {
    // What the task threw says more than why its class cannot be loaded.
    value = status === RETURNED ? error : attempt(() => read('leave out'));
    settledAs = THREW;
  } finally {
    isolate.readLate();
    letGo();
  }
  loading.delete(task);
  endTask(task, owner, settledAs, true, value);
}

/** What it gives, or throws. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

/** Whatever keeps a result from being read is the cause, also what a `[rebuild]` throws. */
function unreadable(cause: unknown): DecodeError {
  return new DecodeError('the result of a task cannot be read', { cause });
}

function endTask(task: number, owner: TaskOwner | null, status: number, byWorker: boolean, value: unknown): void {
  const future = close(task);
  try {
    if (status !== RETURNED || !setReturned(future, value)) {
      endWithout(future, status, byWorker, value);
    }
  } catch (cause) {
    setFailed(future, unreadable(cause));
  }
  owner?.taskEnded();
}

/** A task that has no result, or that was cancelled meanwhile. */
function endWithout(future: Future<unknown>, status: number, byWorker: boolean, value: unknown): void {
  if (status === CANCELLED || wasCancelled(future)) {
    setCameBack(future, byWorker);
    return;
  }
  if (status === THREW) {
    cameFromAnotherThread(value);
  }
  setFailed(future, value);
}

/** Why a task has no result. */
function outcome(owner: TaskOwner | null, status: number): unknown {
  switch (status) {
    case THREW:
      return decodeFailure(results);
    case CANCELLED:
      return undefined;
    case LOST:
      return new WorkerTerminated('the thread that the Future belongs to has ended');
    case BROKEN:
      return owner?.brokenReason() ?? new BrokenThreadPool('the pool is broken');
    case TIMED_OUT:
      return new TimeoutError('the task ran longer than its runTimeout');
    case NO_MEMORY:
      return new RuntimeError('there is no memory for the arguments of a task, or for its result');
    default:
      return new NativePanic(`a native task panicked: ${panicMessage()}`);
  }
}

/** A length in bytes, then so many bytes (`crate/core/src/native_pool/job.rs`). */
function panicMessage(): string {
  const start = (results.position + 1) << 3;
  return results.buffer.toString('utf8', start, start + (results.i32[results.position << 1] as number));
}
