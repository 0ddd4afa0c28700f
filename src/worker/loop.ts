/**
 * How a worker thread works: it hands in a result and takes the next task in one native call.
 *
 * It waits in native code only while its own event loop has nothing to do. With timers, sockets or promises pending it
 * goes back to its loop, and the doorbell calls it when there is a task.
 *
 * @module
 */

import type { WorkerLane } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { encode } from '../codec/encode.js';
import { encodeFailure } from '../codec/failure.js';
import { hold, isolate, onRing, release } from '../futures/submission.js';
import { importFunction, knownFunction, type TaskFunction } from './functions.js';

const AREA_WORDS = 8 * 1024;
/** An area larger than this is given back once it was used. */
const KEPT_WORDS = 128 * 1024;
/** So long a worker takes task after task without a turn of its event loop, in milliseconds. */
const TURN = 5;

/** First argument of `exchange`: how the task taken last ended. */
const RETURNED = 0;
const THREW = 1;
const NO_RESULT = 2;

/** Last argument of `exchange`: how long to wait for a task. */
const POLL = 0;
const SPIN = 1;
const PARK = 2;

/** Answers of `exchange`; more than 0 is a task, less than these asks for an area of so many words. */
const NOTHING = 0;
const CLOSED = -1;
const INTERRUPTED = -2;

const tasks = new Area(AREA_WORDS);
const results = new Area(AREA_WORDS);
let lane: WorkerLane;
let native: ReturnType<WorkerLane['hot']>;

/** How the task taken last ended. Its payload is in the results area. */
let status = NO_RESULT;
/** The thread has gone back to its event loop until the doorbell rings. */
let listening = false;
/** The memory that the native side knows: an area that grew has other memory. */
let attachedResults: Uint8Array = results.bytes;

/** Makes this thread a worker of a pool. */
export function join(pool: number, id: number, slice: number): void {
  lane = new addon.WorkerLane(isolate, pool, id, slice, tasks.bytes, results.bytes);
  native = lane.hot();
  onRing(rung);
  listening = true;
  hold();
  setImmediate(rung);
}

function rung(): void {
  if (listening) {
    listening = false;
    release();
    work();
  }
}

/** Takes tasks until none is there, one is asynchronous, or the event loop should have its turn. */
function work(): void {
  const began = performance.now();
  for (;;) {
    const answer = exchange(SPIN);
    if (answer === NOTHING) {
      // What the tasks have left on the event loop, their microtasks first, runs before the thread is parked.
      setImmediate(rest);
      return;
    }
    if (answer < 0) {
      leave(answer);
      return;
    }
    if (performance.now() - began > TURN) {
      setImmediate(goOn);
      return;
    }
    if (!run()) {
      return;
    }
  }
}

/** Runs the task that was taken before the event loop had its turn. */
function goOn(): void {
  if (run()) {
    work();
  }
}

/** Waits for a task: in native code where the event loop has nothing to do, else in the event loop. */
function rest(): void {
  if (process.getActiveResourcesInfo().length > 0) {
    listen();
    return;
  }
  const answer = exchange(PARK);
  if (answer === NOTHING) {
    setImmediate(rest);
  } else if (answer < 0) {
    leave(answer);
  } else {
    goOn();
  }
}

function listen(): void {
  if (native.arm() === 0) {
    work();
    return;
  }
  listening = true;
  hold();
}

function leave(answer: number): void {
  if (answer === CLOSED) {
    // The pool was shut down: what tasks have left on this event loop does not hold it up.
    process.exit();
  }
  // Interrupted: the thread that owns the pool is about to end this one.
}

/**
 * Hands in the result of the last task, if there is one, and takes the next. It is a function call of its own on
 * purpose: a thread that is being terminated leaves it by not returning.
 */
function exchange(patience: typeof POLL | typeof SPIN | typeof PARK): number {
  const words = status === NO_RESULT ? 0 : results.position;
  if (attachedResults !== results.bytes) {
    attachedResults = results.bytes;
    lane.attachResults(attachedResults);
  }
  let answer = native.exchange(status, words, patience);
  status = NO_RESULT;
  if (answer < INTERRUPTED) {
    tasks.position = 0;
    tasks.grow(-answer);
    lane.attachTasks(tasks.bytes);
    answer = native.exchange(NO_RESULT, 0, POLL);
  }
  return answer;
}

/** Runs the task in the tasks area. False when its result is not there yet: the work goes on when it is. */
function run(): boolean {
  const id = tasks.i32[2] as number;
  let args: unknown[];
  try {
    tasks.position = 2;
    args = decodeValues(tasks, tasks.i32[3] as number);
    if (tasks.shrink(KEPT_WORDS)) {
      lane.attachTasks(tasks.bytes);
    }
  } catch (error) {
    fail(error);
    return true;
  }
  const fn = knownFunction(id);
  if (fn !== undefined) {
    return call(fn, args);
  }
  importFunction(id).then(
    (imported) => {
      if (call(imported, args)) {
        work();
      }
    },
    (error) => {
      fail(error);
      work();
    },
  );
  return false;
}

function call(fn: TaskFunction, args: unknown[]): boolean {
  try {
    const value = fn(...args);
    if (!isThenable(value)) {
      succeed(value);
      return true;
    }
    Promise.resolve(value).then(
      (result) => {
        succeed(result);
        work();
      },
      (error) => {
        fail(error);
        work();
      },
    );
    return false;
  } catch (error) {
    fail(error);
    return true;
  }
}

function isThenable(value: unknown): boolean {
  const canHaveThen = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return canHaveThen && typeof (value as { then?: unknown }).then === 'function';
}

function succeed(value: unknown): void {
  prepareResult();
  try {
    encode(results, value, 'the result');
    status = RETURNED;
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  prepareResult();
  encodeFailure(results, error);
  status = THREW;
}

function prepareResult(): void {
  results.shrink(KEPT_WORDS);
  results.position = 0;
}
