/**
 * Tasks that can never end: they await promises, and the event loop of their worker has run empty.
 *
 * An event loop that has run empty emits `beforeExit`, after which the thread would end. Not empty is what holds no
 * event loop and still comes: unref'd timers and immediates, and what listeners of `beforeExit` begin.
 *
 * @module
 */

import process from 'node:process';
import { DeadlockError } from '../errors.js';
import { functionName } from '../functions/function-name.js';
import { first, type GoingOn, goingOn } from './going-on.js';
import { shortestUnrefdTimer } from './unrefd-timers.js';

/**
 * Unref'd timers are looked for again after the time of the shortest, but not sooner than after so many milliseconds, more and
 * more, for each look takes some 100.
 */
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 60_000;

// As they are now: a task may put others in their place, to have time stand still for its tests.
const { setImmediate, setTimeout } = globalThis;
const { nextTick } = process;

/** The event loop has had a turn since it ran empty, with this task among those that go on. */
let turnOf: number | undefined;
/** The timers that there are were given time for the sake of this one. */
let waitsFor: number | undefined;
let shortestWait = SHORTEST_WAIT;

/** Calls `giveUp` when tasks go on, and none of them can end. */
export function whenStuck(giveUp: () => void): void {
  process.on('beforeExit', () => {
    if (goingOn === 0) {
      return;
    }
    if (turnOf !== first()) {
      turnOf = first();
      setImmediate(doNothing);
      return;
    }
    turnOf = undefined;
    // After all listeners.
    nextTick(judge, giveUp);
  });
}

function judge(giveUp: () => void): void {
  if (process.listenerCount('beforeExit') > 1 && process.getActiveResourcesInfo().length > 0) {
    // One of them has begun something.
    return;
  }
  const time = shortestUnrefdTimer();
  if (time === Number.POSITIVE_INFINITY) {
    giveUp();
    return;
  }
  const task = first();
  shortestWait = task === waitsFor ? shortestWait * 2 : SHORTEST_WAIT;
  waitsFor = task;
  setTimeout(doNothing, Math.min(Math.max(time, shortestWait), LONGEST_WAIT));
}

function doNothing(): void {}

/** What a task fails with that can never end. */
export function neverEnds({ id }: GoingOn): DeadlockError {
  const { name, from } = functionName(id);
  const which = name === '' ? 'its function' : `'${name}'`;
  const where = from === '' ? '' : ` (${from})`;
  const message = `the task can never end: ${which}${where} awaits a promise that nothing is left to settle, as the event loop of its worker is empty`;
  return new DeadlockError(message);
}
