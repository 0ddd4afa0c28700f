/**
 * How a task begins: its arguments are read, its function is found or loaded, and called.
 *
 * @module
 */

import { decodeValues } from '../codec/decode.js';
import { NeedsFunctions } from '../codec/travellers.js';
import type { TaskFunction } from '../functions/any-function.js';
import { knownFunction, loadFunction } from '../functions/revive/known.js';
import { nameTask } from '../futures/current-task.js';
import { HEADER } from '../futures/isolate.js';
import { AROUND, FROM_AFAR, TRACED, WATCHED } from '../futures/status.js';
import type { RunningTask } from '../futures/task-thread.js';
import { isThenable } from '../thenable.js';
import { answerAfar } from './answer.js';
import { copyRecord, tasks } from './exchange.js';
import { runWhenLoaded } from './later.js';
import { limits } from './limits.js';
import { fail, succeed } from './outcome.js';
import { current, thread } from './running.js';
import { callFunction } from './traced-call.js';

/** What becomes of a task that has given a promise. */
type GoOn = (ticket: number, id: number, promise: unknown) => void;

/** Calls the function of a task. */
export type Caller = (fn: TaskFunction, args: unknown[]) => unknown;

const callAround: Caller = (fn, args) => (thread.around as Caller)(fn, args);

/** Begins the task that stands there. */
export function begin(ticket: number, start: number, goOn: GoOn): void {
  const { i32 } = tasks;
  const at = start << 1;
  const id = i32[at + 2] as number;
  const high = i32[at + 3] as number;
  tasks.position = start + HEADER;
  if (high >= AROUND) {
    beginMarked(ticket, id, start, high, goOn);
    return;
  }
  let args: unknown[];
  try {
    args = decodeValues(tasks, high, 'load', limits);
  } catch (error) {
    beginUnread(ticket, id, start, high, error, goOn, callFunction);
    return;
  }
  beginCall(ticket, id, args, goOn, callFunction);
}

/** A task of which more is said than how many values it has. Apart from `begin`, which is short so that the engine inlines it. */
function beginMarked(ticket: number, id: number, start: number, high: number, goOn: GoOn): void {
  const values = high & ~(WATCHED | FROM_AFAR | TRACED | AROUND);
  const isTraced = (high & TRACED) !== 0;
  const caller = (high & AROUND) === 0 ? callFunction : callAround;
  if ((high & FROM_AFAR) !== 0) {
    answerAfar(ticket);
  }
  let args: unknown[];
  try {
    args = decodeValues(tasks, values, 'load', limits);
    if (isTraced) {
      takeName(current(), args);
    }
  } catch (error) {
    const running = current();
    const read = isTraced ? (late: unknown[]) => takeName(running, late) : undefined;
    beginUnread(ticket, id, start, values, error, goOn, caller, read);
    return;
  }
  beginCall(ticket, id, args, goOn, caller);
}

/** The values of the task that stands there cannot be read, or not yet. */
function beginUnread(
  ticket: number,
  id: number,
  start: number,
  values: number,
  error: unknown,
  goOn: GoOn,
  caller: Caller,
  read?: (args: unknown[]) => void,
): void {
  if (error instanceof NeedsFunctions) {
    goOn(ticket, id, runWhenLoaded(id, error, copyRecord(start), values, caller, read));
  } else {
    fail(ticket, 1, error, current());
  }
}

function beginCall(ticket: number, id: number, args: unknown[], goOn: GoOn, caller: Caller): void {
  const fn = knownFunction(id);
  if (fn === undefined) {
    loadAndCall(ticket, id, args, goOn, caller);
  } else {
    call(ticket, id, fn, args, goOn, caller);
  }
}

function loadAndCall(ticket: number, id: number, args: unknown[], goOn: GoOn, caller: Caller): void {
  let loaded: TaskFunction | Promise<TaskFunction>;
  try {
    loaded = loadFunction(id);
  } catch (error) {
    fail(ticket, 1, error, current());
    return;
  }
  if (loaded instanceof Promise) {
    goOn(
      ticket,
      id,
      loaded.then((fn) => caller(fn, args)),
    );
  } else {
    call(ticket, id, loaded, args, goOn, caller);
  }
}

/** What comes last of the values of a traced task. */
function takeName(running: RunningTask, values: unknown[]): void {
  nameTask(thread, running, values.pop() as string);
}

function call(ticket: number, id: number, fn: TaskFunction, args: unknown[], goOn: GoOn, caller: Caller): void {
  let value: unknown;
  try {
    value = caller(fn, args);
    if (isThenable(value)) {
      goOn(ticket, id, value);
      return;
    }
  } catch (error) {
    fail(ticket, 1, error, current());
    return;
  }
  succeed(ticket, 1, value, current());
}
