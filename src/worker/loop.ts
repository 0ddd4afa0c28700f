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

import { native as addon } from '../binding/native.js';
import { whileBlocked } from '../binding/waiting.js';
import { addMessageWriter } from '../functions/forgetting.js';
import { Alarm } from '../futures/alarm.js';
import { hold, onRing, release } from '../futures/isolate.js';
import { nested } from '../futures/nested.js';
import type { WorkerStart } from '../futures/worker-start.js';
import { begin } from './begin.js';
import {
  beginRecord,
  CLOSED,
  claim,
  endRecord,
  exchange,
  FIRST_TASK,
  giveLate,
  lane,
  NOTHING,
  native,
  results,
  takeLane,
  tasks,
} from './exchange.js';
import { add, type GoingOn, goingOn, remove, removeAll } from './going-on.js';
import { fail, succeed } from './outcome.js';
import { current, runAlone, runBeside, runTasks, tellAborted, thread } from './running.js';
import { awaitsNothing, mayNeedItself } from './spare.js';
import { neverEnds, whenStuck } from './stuck.js';

/** So long a worker takes batch after batch without a turn of its event loop, in milliseconds. */
const TURN = 5;

/** In the place of a result: the task has returned a promise, and the worker begins others meanwhile. */
const GOES_ON = 255;

/** Answers of `arm`: there is something to take already, or more workers than there may be. */
const ALREADY = 0;
const SUPERFLUOUS = 2;

// As they are now: a task may put others in their place, to have time stand still for its tests.
const { performance, setImmediate } = globalThis;
const exitProcess = process.exit.bind(process);
const promisePrototype = Promise.prototype;
const { then } = promisePrototype;

/** Tasks of the batch; 0 when it is done. */
let batch = 0;
/** The word where its next task stands. */
let next = FIRST_TASK;
/** How many tasks may go on at once. */
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
/** The thread has gone back to its event loop until the doorbell rings. */
let listening = false;
/** It holds its event loop for that: what goes on has its own hold on it, or can never end. */
let holding = false;
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
  takeLane(pool, id, Number.isFinite(maxTasksPerWorker) ? maxTasksPerWorker : 0);
  runTasks(mostAtOnce > 1);
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
  whenStuck(giveUp);
  setImmediate(goOn);
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
    if (holding) {
      holding = false;
      release();
    }
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
  giveLate();
}

/** The worker ends as it should: what its tasks have acquired and not released stays so. */
function exit(): never {
  addon.setEndedWell(true);
  return exitProcess();
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
  if (goingOn > 0) {
    return true;
  }
  holding = true;
  hold();
  if (idleTimeout !== Number.POSITIVE_INFINITY) {
    idle = new Alarm(idleTimeout, leaveIdle);
  }
  return true;
}

/** It has had nothing to do for long. A task that comes in this moment goes to another worker. */
function leaveIdle(): void {
  exit();
}

/** Begins the tasks of the batch, one after another, while no more go on than may. */
function runBatch(): void {
  while (goingOn < most) {
    // One alone counts as begun when it is handed out.
    if (batch > 1 ? !claim(batch) : batch === 0) {
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
  const start = next;
  const ticket = tasks.i32[(start << 1) + 1] as number;
  next = start + (tasks.i32[start << 1] as number);
  if (goingOn > 0) {
    runBeside();
  } else if (mostAtOnce === 1) {
    runAlone();
  }
  if (thread.storage === undefined) {
    thread.ticket = ticket;
    begin(ticket, start, goOnWith);
  } else {
    thread.storage.run({ ticket, view: undefined }, begin, ticket, start, goOnWith);
  }
}

function goOnWith(ticket: number, id: number, promise: unknown): void {
  if (goingOn === 0 && mostAtOnce === 1 && Object.getPrototypeOf(promise) === promisePrototype) {
    // First: it throws for what only looks like a promise, as an await would.
    then.call(promise as Promise<unknown>, ends.returned, ends.threw);
    most = 1;
    alone = add(ticket, id, batches, current());
  } else {
    void settleLater(ticket, id, promise);
  }
}

/** The task that is the only one, or was when it began: no function has to be made for its end. */
let alone: GoingOn;
let ends = endsOfOne();

/** What its promise calls. After those of a task that was given up come others: its promise may be settled all the same. */
function endsOfOne(): { returned(value: unknown): void; threw(error: unknown): void } {
  const own = {
    returned(value: unknown): void {
      if (own === ends) {
        endAlone(succeed, value);
      }
    },
    threw(error: unknown): void {
      if (own === ends) {
        endAlone(fail, error);
      }
    },
  };
  return own;
}

function endAlone(settle: typeof succeed, value: unknown): void {
  const { ticket, batch, running } = alone;
  remove(alone);
  settle(ticket, firstOf(batch), value, running);
  work();
}

/** The task goes on; its result comes when the promise is settled. It is awaited: what it has for a `then` may throw. */
async function settleLater(ticket: number, id: number, promise: unknown): Promise<void> {
  const running = current();
  const begunWith = batches;
  const task = add(ticket, id, begunWith, running);
  most = mostAtOnce;
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
  // What was given up has failed.
  if (remove(task)) {
    settle(ticket, firstOf(begunWith), value, running);
    work();
  }
}

/**
 * Where one task goes on at a time, none of the batch is claimed before this has its result: that is its first record. But if
 * the worker was a spare one meanwhile, the batch is another.
 */
function firstOf(batch: number): 0 | 1 {
  return mostAtOnce === 1 && batch === batches ? 1 : 0;
}

/** Fails what goes on: it can never end. */
function giveUp(): void {
  ends = endsOfOne();
  for (const task of removeAll()) {
    fail(task.ticket, firstOf(task.batch), neverEnds(task), task.running);
  }
  setImmediate(goOn);
}
