/**
 * Results come back: records are read, and Futures settle.
 *
 * @module
 */

import { whileBlocked } from '../binding/waiting.js';
import { decode } from '../codec/decode.js';
import { decodeFailure } from '../codec/failure.js';
import { BrokenThreadPool, DecodeError, NativePanic, RuntimeError, TimeoutError } from '../errors.js';
import { type Future, setCancelled, setFailed, setReturned } from './future.js';
import { HEADER, isolate, KEPT_WORDS, native, onRing, results } from './isolate.js';
import { close, failTask, futureOf, ownerOf, poolOf, somePending, type TaskOwner } from './pending.js';
import { BROKEN, CANCELLED, LOST, NO_MEMORY, RETURNED, THREW, TIMED_OUT, WANTED } from './status.js';
import { flush } from './submission.js';

onRing(drain);

whileBlocked(() => {
  flush();
  drain();
  return somePending();
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

/** The words of results that were drained: those behind `results.position` are still to be read. */
let drained = 0;

function drainAll(): void {
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
  if (status === WANTED) {
    poolOf(task)?.workerWanted();
    return;
  }
  const owner = ownerOf(task);
  if (status === LOST) {
    // Its number stays its own until it is known why.
    owner?.taskLost(detail, task);
    return;
  }
  const future = futureOf(task);
  close(task);
  results.position = position + HEADER;
  try {
    settle(future, owner, status);
  } finally {
    results.position = end;
  }
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
