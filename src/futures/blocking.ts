/**
 * What a Future asks of its thread, and waiting for one without the event loop.
 *
 * @module
 */

import { block } from '../binding/waiting.js';
import { DeadlockError, RuntimeError } from '../errors.js';
import { warnOfBlocking } from '../main-blocked.js';
import { abortTask } from './aborting.js';
import { Future } from './future.js';
import { isDone, taskOf } from './future-parts.js';
import { isolate } from './isolate.js';
import { nested } from './nested.js';
import { keyOf, NATIVE, ownerOf, runningPoolOf, somePending } from './pending.js';
import { drain, isLoading, isReading } from './settlement.js';
import { cancelTask, flush, hasBegun } from './submission.js';
import { setTaskControl } from './task-control.js';

/** A pause that is over as soon as there is a record to read. */
const pause = isolate.pausingForResults();

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { performance } = globalThis;

setTaskControl({
  cancel: cancelTask,
  begun: hasBegun,
  abort(task, reason) {
    flush();
    return abortTask(task, reason);
  },
  poll() {
    flush();
    drain();
  },
  block: blockUntilDone,
});

/**
 * Blocks the thread until the Future is done, or for so many milliseconds. Says whether it is done.
 *
 * @throws DeadlockError when it has no end, and nobody else could settle the Future, or too many workers of the pool wait
 * so.
 * @throws RuntimeError when the program ends meanwhile.
 */
export function blockUntilDone(future: Future<unknown>, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  try {
    return blockUntil(future, end);
  } finally {
    nested.endBlocking?.();
  }
}

function blockUntil(future: Future<unknown>, end: number): boolean {
  for (;;) {
    flush();
    drain();
    failIfLost(future);
    if (isDone(future)) {
      return true;
    }
    const left = end - performance.now();
    if (left <= 0) {
      return false;
    }
    if (isReading()) {
      throw new DeadlockError('a Future cannot be waited for by code that reads a result: [rebuild], or a setter');
    }
    if (left === Number.POSITIVE_INFINITY && !somePending()) {
      throw new DeadlockError('nobody can settle the Future while this thread waits for it');
    }
    if (left === Number.POSITIVE_INFINITY && isLoading(taskOf(future))) {
      throw new DeadlockError(
        'the result of the task holds functions, which the event loop of this thread has to load first. Use await future.',
      );
    }
    if (!giveWay(future) && end === Number.POSITIVE_INFINITY) {
      throw new DeadlockError(
        'too many tasks of the pool wait for others and block their threads: no worker is left for the task, and no ' +
          'more are started. Use await future in tasks.',
      );
    }
    warnOfBlocking('resultSync', Future.prototype.resultSync, 'Use await future to wait without blocking.');
    if (!pauseFor(left, future)) {
      throw new RuntimeError('the program ends while it waits for a Future');
    }
  }
}

/** In a worker: another one may run what this one waits for. False when too many wait already. */
function giveWay(future: Future<unknown>): boolean {
  const task = taskOf(future);
  if (task === undefined || nested.beginBlocking === undefined || keyOf(task) === NATIVE) {
    return true;
  }
  return nested.beginBlocking(runningPoolOf(task));
}

/** Why its worker has ended is told by the event loop, which is held up here. */
function failIfLost(future: Future<unknown>): void {
  const task = taskOf(future);
  if (task !== undefined) {
    ownerOf(task)?.failLost(task);
  }
}

function pauseFor(milliseconds: number, future: Future<unknown>): boolean {
  pause.begin(milliseconds);
  try {
    return block(pause, () => isDone(future));
  } finally {
    pause.end();
  }
}
