/**
 * How a worker thread works: it hands in results and takes the next tasks in one native call.
 *
 * It never waits in native code for longer than a short spin. Then it goes back to its event loop, where whatever its
 * tasks have left there goes on, and the doorbell calls it when there is a task.
 *
 * Tiny tasks come several at a time. Each is claimed before it is begun, by adding one to the first number in the
 * tasks area: what is not claimed while one of them runs for long is taken back, and given to another worker
 * (`crate/core/src/lane/desk.rs`).
 *
 * One task goes on at a time, or `tasksPerWorker`. While one of them waits for tasks that may need a worker of the pool, and
 * the pool has as many workers as it may have, the worker is a spare one: it begins further tasks, those that no other
 * worker is free for, so that tasks which wait for one another never wait for ever.
 *
 * @module
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { WorkerLane } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { whileBlocked } from '../binding/waiting.js';
import { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { NeedsFunctions } from '../codec/travellers.js';
import type { TaskFunction } from '../functions/any-function.js';
import { addMessageWriter } from '../functions/forgetting.js';
import { notTransformed } from '../functions/not-transformed.js';
import { knownFunction, loadFunction } from '../functions/revive/known.js';
import { Alarm } from '../futures/alarm.js';
import { HEADER, hold, isolate, KEPT_WORDS, onRing, release } from '../futures/isolate.js';
import { nested } from '../futures/nested.js';
import { FROM_AFAR, RETURNED, THREW, WATCHED } from '../futures/status.js';
import { beTaskThread, type RunningTask, type TaskThread } from '../futures/task-thread.js';
import type { WorkerStart } from '../futures/worker-start.js';
import { isThenable } from '../thenable.js';
import { answerAfar, writeFailure, writeResult } from './answer.js';
import { runWhenLoaded } from './later.js';
import { limits } from './limits.js';
import { awaitsNothing, mayNeedItself } from './spare.js';
import { callFunction } from './traced-call.js';

const AREA_WORDS = 8 * 1024;
/** So long a worker takes batch after batch without a turn of its event loop, in milliseconds. */
const TURN = 5;

/** Integers in the tasks area: the claim cursor, and how many words of results are whole. */
const CURSOR = 0;
const WHOLE = 2;
/** Where the first task of a batch stands: behind those. */
const FIRST_TASK = 2;

/** In the place of a result: the task has returned a promise, and the worker begins others meanwhile. */
const GOES_ON = 255;

/** Answers of `arm`: there is something to take already, or more workers than there may be. */
const ALREADY = 0;
const SUPERFLUOUS = 2;

/** Answers of `exchange`; more than 0 is a number of tasks, less than these asks for an area of so many words. */
const NOTHING = 0;
const CLOSED = -1;

// As they are now: a task may put others in their place, to have time stand still for its tests.
const { performance, setImmediate } = globalThis;
const { add, store } = Atomics;
const exit = process.exit.bind(process);

const tasks = new Area(AREA_WORDS);
const results = new Area(AREA_WORDS);
/** The memory that the native side knows: an area that grew has other memory. */
let attachedTasks: Uint8Array = tasks.bytes;
let attachedResults: Uint8Array = results.bytes;
let lane: WorkerLane;
let native: ReturnType<WorkerLane['hot']>;
/** Which task runs, for its own code. */
let thread: TaskThread;

/** Tasks of the batch; 0 when it is done. */
let batch = 0;
/** The word where its next task stands. */
let next = FIRST_TASK;
/** Tasks that have begun and not ended, which are asynchronous, and how many there may be. */
let goingOn = 0;
let mostAtOnce = 1;
/** How many there may be while the batch is begun: more than usual if a spare worker has taken it. */
let most = 1;
/** Counts batches. */
let batches = 0;
/** The thread waits, blocked, for tasks. */
let blocked = false;
/** It is rung for tasks that no other worker is free for. */
let spare = false;
/** It will look whether it is a spare worker. */
let willLook = false;
let poolKey = 0;
/** There is the result of a task that began before others of the batch. */
let hasLate = false;
/** The thread has gone back to its event loop until the doorbell rings. */
let listening = false;
/** It ends after so many milliseconds without a task. */
let idleTimeout = Number.POSITIVE_INFINITY;
let idle: Alarm | undefined;
/** When the event loop has last had its turn. */
let turnBegan = 0;

/** Makes this thread a worker of a pool. */
export function join({ pool, lane: id, tasksPerWorker, maxTasksPerWorker, idleTimeout: most }: WorkerStart): void {
  idleTimeout = most;
  mostAtOnce = tasksPerWorker;
  poolKey = pool;
  lane = new addon.WorkerLane(
    isolate,
    pool,
    id,
    Number.isFinite(maxTasksPerWorker) ? maxTasksPerWorker : 0,
    tasks.bytes,
    results.bytes,
  );
  native = lane.hot();
  thread = beTaskThread({
    isAborted: (ticket) => native.isAborted(ticket) === 1,
    abortReason: (ticket) => lane.abortReason(ticket),
  });
  if (mostAtOnce > 1) {
    thread.storage = new AsyncLocalStorage();
  }
  onRing(tellAborted);
  onRing(rung);
  nested.sent = sent;
  nested.beginBlocking = (other) => {
    blocked = lane.beginBlocking(other);
    return blocked;
  };
  nested.endBlocking = () => {
    blocked = false;
    lane.endBlocking();
  };
  // What stood behind the task that blocks is put back only then.
  whileBlocked(() => {
    if (blocked) {
      lane.askForWorker();
    }
    return blocked;
  });
  addMessageWriter({ deliver: () => native.give(results.position) });
  setImmediate(goOn);
}

/** A task may be to end. */
function tellAborted(): void {
  for (const view of thread.listening) {
    view.look();
  }
}

function rung(): void {
  if (listening || goingOn >= mostAtOnce) {
    turnBegan = performance.now();
    work();
  }
}

/** A task has submitted others. It may have done so while it has the thread. */
function sent(): void {
  if (goingOn >= mostAtOnce && !willLook) {
    willLook = true;
    setImmediate(goOn);
  }
}

/** In a new turn of the event loop. */
function goOn(): void {
  willLook = false;
  turnBegan = performance.now();
  work();
}

/** Runs tasks until none is there, as many go on as may, or the event loop should have its turn. */
function work(): void {
  if (listening) {
    listening = false;
    release();
    idle?.stop();
    idle = undefined;
  }
  for (;;) {
    runBatch();
    const isSpare = goingOn >= mostAtOnce;
    if (!isSpare) {
      awaitsNothing(lane);
    } else if (!mayNeedItself(lane, poolKey)) {
      if (spare) {
        spare = false;
        native.disarm();
      }
      break;
    }
    spare = false;
    const answer = exchange(isSpare ? 1 : 0);
    if (answer > 0) {
      batch = answer;
      batches += 1;
      next = FIRST_TASK;
      most = Math.max(mostAtOnce, goingOn + 1);
      if (performance.now() - turnBegan > TURN) {
        setImmediate(goOn);
        return;
      }
    } else if (isSpare) {
      native.armAsSpare();
      spare = true;
      return;
    } else if (answer === CLOSED) {
      if (goingOn > 0) {
        return;
      }
      // The pool was shut down: what tasks have left on this event loop does not hold it up.
      exit();
    } else if (answer === NOTHING && listen()) {
      return;
    }
  }
  // As many go on as may: what has ended meanwhile need not wait for them.
  if (hasLate) {
    hasLate = false;
    native.give(results.position);
  }
}

/** Goes back to the event loop, until the doorbell rings. False when there is something to take already. */
function listen(): boolean {
  const armed = native.arm();
  if (armed === ALREADY) {
    return false;
  }
  if (armed === SUPERFLUOUS) {
    if (goingOn === 0) {
      exit();
    }
    return true;
  }
  listening = true;
  hold();
  if (idleTimeout !== Number.POSITIVE_INFINITY && goingOn === 0) {
    idle = new Alarm(idleTimeout, leaveIdle);
  }
  return true;
}

/** It has had nothing to do for long. A task that comes in this moment goes to another worker. */
function leaveIdle(): void {
  exit();
}

/** Hands in what results there are, and takes the next tasks: a spare worker, only what it was woken for. */
function exchange(spare: 0 | 1): number {
  tasks.shrink(KEPT_WORDS);
  attach();
  const answer = native.exchange(results.position, spare);
  results.position = 0;
  hasLate = false;
  if (results.shrink(KEPT_WORDS)) {
    attach();
  }
  if (answer >= CLOSED) {
    return answer;
  }
  tasks.position = 0;
  tasks.grow(-answer);
  attach();
  return native.exchange(0, spare);
}

/** Tells the native side of other memory. */
function attach(): void {
  if (attachedTasks !== tasks.bytes || attachedResults !== results.bytes) {
    lane.attach(tasks.bytes, results.bytes);
    attachedTasks = tasks.bytes;
    attachedResults = results.bytes;
  }
}

/** Begins the tasks of the batch, one after another, while no more go on than may. */
function runBatch(): void {
  while (goingOn < most) {
    // One alone counts as begun when it is handed out.
    if (batch > 1 ? add(tasks.i32, CURSOR, 1) >= batch : batch === 0) {
      batch = 0;
      return;
    }
    if (batch === 1) {
      batch = 0;
    }
    run();
  }
}

/** Begins the next task of the batch. */
function run(): void {
  const ticket = tasks.i32[(next << 1) + 1] as number;
  if (goingOn > 0) {
    // The first of them has no more than the thread's own place for it.
    thread.storage ??= new AsyncLocalStorage();
  } else if (mostAtOnce === 1 && thread.storage !== undefined) {
    // It would take all that awaits twice as long.
    thread.storage.disable();
    thread.storage = undefined;
  }
  if (thread.storage === undefined) {
    thread.ticket = ticket;
    begin(ticket);
  } else {
    thread.storage.run({ ticket, view: undefined }, begin, ticket);
  }
}

/** Its code sees no task any more. */
function leave(): void {
  const running: RunningTask = thread.storage?.getStore() ?? thread;
  running.ticket = -1;
  if (running.view !== undefined) {
    running.view.end();
    running.view = undefined;
  }
}

function begin(ticket: number): void {
  const { i32 } = tasks;
  const at = next << 1;
  const id = i32[at + 2] as number;
  tasks.position = next + HEADER;
  next += i32[at] as number;
  const high = i32[at + 3] as number;
  const values = high & ~(WATCHED | FROM_AFAR);
  if ((high & FROM_AFAR) !== 0) {
    answerAfar(ticket);
  }
  let args: unknown[];
  try {
    args = decodeValues(tasks, values, 'load', limits);
  } catch (error) {
    if (error instanceof NeedsFunctions) {
      void settleLater(ticket, runWhenLoaded(id, error, copyRecord(at >> 1), values));
    } else {
      fail(ticket, 1, error);
    }
    return;
  }
  const fn = knownFunction(id);
  if (fn !== undefined) {
    call(ticket, fn, args);
    return;
  }
  let loaded: TaskFunction | Promise<TaskFunction>;
  try {
    loaded = loadFunction(id);
  } catch (error) {
    fail(ticket, 1, error);
    return;
  }
  if (loaded instanceof Promise) {
    void settleLater(
      ticket,
      loaded.then((fn) => callFunction(fn, args)),
    );
  } else {
    call(ticket, loaded, args);
  }
}

/** The arguments of a task: the memory where they stand is soon used again. */
function copyRecord(start: number): Area {
  tasks.position = start + HEADER;
  return tasks.copy((tasks.i32[start << 1] as number) - HEADER);
}

function call(ticket: number, fn: TaskFunction, args: unknown[]): void {
  let value: unknown;
  try {
    value = callFunction(fn, args);
    if (isThenable(value)) {
      void settleLater(ticket, value);
      return;
    }
  } catch (error) {
    fail(ticket, 1, error);
    return;
  }
  succeed(ticket, 1, value);
}

/** The task goes on; its result comes when the promise is settled. It is awaited: what it has for a `then` may throw. */
async function settleLater(ticket: number, promise: unknown): Promise<void> {
  goingOn += 1;
  most = mostAtOnce;
  const batchNumber = batches;
  if (mostAtOnce > 1) {
    endRecord(beginRecord(), ticket, GOES_ON, 1);
  }
  let value: unknown;
  let settle = succeed;
  try {
    value = await promise;
  } catch (error) {
    value = error;
    settle = fail;
  }
  goingOn -= 1;
  // Where one task goes on at a time, none of the batch is claimed before this has its result: that is its first record.
  // But if the worker was a spare one meanwhile, the batch is another.
  settle(ticket, mostAtOnce === 1 && batchNumber === batches ? 1 : 0, value);
  work();
}

function succeed(ticket: number, first: 0 | 1, value: unknown): void {
  leave();
  const start = beginRecord();
  try {
    writeResult(results, ticket, value);
  } catch (error) {
    results.position = start;
    fail(ticket, first, error);
    return;
  }
  endRecord(start, ticket, RETURNED, first);
}

function fail(ticket: number, first: 0 | 1, error: unknown): void {
  leave();
  const start = beginRecord();
  writeFailure(results, ticket, notTransformed(error) ?? error);
  endRecord(start, ticket, THREW, first);
}

function beginRecord(): number {
  const start = results.position;
  results.reserve(HEADER);
  results.position = start + HEADER;
  return start;
}

/** The record is whole, and stands where the native side looks for it, before the next task is claimed. */
function endRecord(start: number, ticket: number, status: number, first: 0 | 1): void {
  const { i32 } = results;
  const at = start << 1;
  i32[at] = results.position - start;
  i32[at + 1] = ticket;
  i32[at + 2] = status;
  i32[at + 3] = first;
  if (attachedResults !== results.bytes) {
    attach();
  }
  if (first === 0) {
    // It is known by its place only if it is a task's first one.
    hasLate = true;
    store(tasks.i32, WHOLE, results.position);
  }
}
