/**
 * How a worker thread works: it hands in a result and takes the next task in one native call.
 *
 * It never waits in native code for longer than a short spin. Then it goes back to its event loop, where whatever its
 * tasks have left there goes on, and the doorbell calls it when there is a task.
 *
 * @module
 */

import type { WorkerLane } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { encode, type Names } from '../codec/encode.js';
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

/** Answers of `exchange`; more than 0 is a task, less than these asks for an area of so many words. */
const NOTHING = 0;
const CLOSED = -1;

// As they are now: a task may put others in their place, to have time stand still for its tests.
const { performance, setImmediate } = globalThis;

const tasks = new Area(AREA_WORDS);
const results = new Area(AREA_WORDS);
let lane: WorkerLane;
let native: ReturnType<WorkerLane['hot']>;

const resultName: Names = { of: () => 'the result', code: 'ERR_TASK_RESULT' };

/** How the task taken last ended. Its payload is in the results area. */
let status = NO_RESULT;
/** The thread has gone back to its event loop until the doorbell rings. */
let listening = false;
/** The memory that the native side knows: an area that grew has other memory. */
let attachedResults: Uint8Array = results.bytes;

/** Makes this thread a worker of a pool. */
export function join(pool: number, id: number): void {
  lane = new addon.WorkerLane(isolate, pool, id, tasks.bytes, results.bytes);
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
    const answer = exchange();
    if (answer === NOTHING) {
      if (listen()) {
        return;
      }
    } else if (answer === CLOSED) {
      // The pool was shut down: what tasks have left on this event loop does not hold it up.
      process.exit();
    } else if (performance.now() - began > TURN) {
      setImmediate(goOn);
      return;
    } else if (!run()) {
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

/** Goes back to the event loop, until the doorbell rings. False when there is something to take already. */
function listen(): boolean {
  if (native.arm() === 0) {
    return false;
  }
  listening = true;
  hold();
  return true;
}

/** Hands in the result of the last task, if there is one, and takes the next. */
function exchange(): number {
  const words = status === NO_RESULT ? 0 : results.position;
  if (attachedResults !== results.bytes) {
    attachedResults = results.bytes;
    lane.attachResults(attachedResults);
  }
  const answer = native.exchange(status, words);
  status = NO_RESULT;
  if (answer >= CLOSED) {
    return answer;
  }
  tasks.position = 0;
  tasks.grow(-answer);
  lane.attachTasks(tasks.bytes);
  return native.exchange(NO_RESULT, 0);
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
    encode(results, value, resultName);
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
