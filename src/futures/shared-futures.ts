/**
 * A Future that travels to other threads. Each of them has a handle on one that is native: `crate/core/src/shared_future.rs`.
 *
 * Who looks at a handle has it told of the end, as of that of a task of its own thread: it has the number of a task until
 * then. One that nobody looks at is told nothing, and keeps no event loop alive.
 *
 * The Future of a task is settled by the thread that has submitted the task, and tells the others. One that was made by hand
 * is itself a handle from the time on when it is shared.
 *
 * @module
 */

import { native as addon } from '../binding/native.js';
import { failureBytes } from '../codec/failure.js';
import { addHandleClass } from '../codec/handles.js';
import { InvalidStateError, RuntimeError } from '../errors.js';
import { deliverMessages } from '../functions/forgetting.js';
import type { Future } from './future.js';
import {
  futureOfTask,
  hasFailed,
  isFuture,
  outcomeOf,
  setState,
  setWatched,
  stateOf,
  taskOf,
  watchedOf,
} from './future-parts.js';
import { AFAR, CANCELLED, FAILED, nameOfState, PENDING, RUNNING } from './future-state.js';
import { CANCELLED_AFAR, PENDING_AFAR, setHandleControl } from './handle-control.js';
import { isolate } from './isolate.js';
import { meet } from './met-futures.js';
import { nested } from './nested.js';
import { outcomeBytes } from './outcome.js';
import { close, keyOf, NATIVE, openShared, SHARED, setSharedPool } from './pending.js';
import { setCameBack, setCancelled, setFailed } from './settle.js';
import { flush } from './submission.js';
import { addFutureCopy, copyOf, futureHere, goneFromHere, numberOf, setHere } from './thread-futures.js';
import { addWaiter, look, removeWaiter, UNSEEN } from './watchers.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { setImmediate } = globalThis;

/** Its number among the classes of handles. */
const FUTURE = 1;

/** What came of the wish to settle one, or to cancel it: `Settled` and `FutureCancel` in `answers.rs`. */
const NOW = 0;
const BEFORE = 1;

const native = new addon.SharedFutures(isolate);

/** Futures of tasks of this thread that have not ended, and that others have. */
const own = new Map<Future<unknown>, number>();
const ownByNumber = new Map<number, Future<unknown>>();

let gone: number[] = [];

const collected = new FinalizationRegistry<number>((number) => {
  goneFromHere(number);
  gone.push(number);
  if (gone.length === 1) {
    // The collector finds many at once.
    setImmediate(giveBack).unref();
  }
});

function giveBack(): void {
  // Results that name them, which others may read from now on.
  deliverMessages();
  native.giveBack(Uint32Array.from(gone));
  gone = [];
}

addFutureCopy({ isFuture, share, addWaiter, removeWaiter, hasFailed, look });

setHandleControl({
  own,
  isHandle: (task) => keyOf(task) === SHARED,
  subscribe,
  state: (handle) => addon.sharedFutureState(numberOf(handle) as number),
  cancel,
  abort,
  start: (handle) => addon.startSharedFuture(numberOf(handle) ?? 0),
  settle,
  publish,
});

/** Futures can be read from messages in this thread, and written into them. */
export function letFuturesTravel(): void {
  addHandleClass({
    number: FUTURE,
    keyOf(value) {
      const copy = copyOf(value);
      if (copy === undefined) {
        return undefined;
      }
      meet(value);
      return copy.share(value as Future<unknown>);
    },
    here: futureHere,
    make: handleOn,
  });
}

/** A handle on one that came in a message. */
function handleOn(number: number): Future<unknown> {
  const handle = futureOfTask(AFAR);
  setWatched(handle, UNSEEN);
  if (native.hold(number)) {
    remember(number, handle);
  } else {
    setFailed(handle, new RuntimeError('the Future came in a message that was kept for longer than the Future'));
  }
  return handle;
}

function remember(number: number, future: Future<unknown>): void {
  setHere(number, future);
  collected.register(future, number);
}

function share(future: Future<unknown>): number {
  return numberOf(future) ?? shareNow(future);
}

function shareNow(future: Future<unknown>): number {
  // Before anybody else can cancel it. A pool that takes no more tasks fails it.
  flush();
  const state = stateOf(future);
  if (state >= 0) {
    look(future);
    const number = native.share(keyOf(state), state);
    remember(number, future);
    own.set(future, number);
    ownByNumber.set(number, future);
    return number;
  }
  const number = native.shareByHand(state === RUNNING);
  remember(number, future);
  if (state === PENDING || state === RUNNING) {
    becomeHandle(future);
  } else {
    look(future);
    tell(number, state, outcomeOf(future));
  }
  return number;
}

/** One that was made by hand. */
function becomeHandle(future: Future<unknown>): void {
  setState(future, AFAR);
  if (watchedOf(future) === null) {
    setWatched(future, UNSEEN);
  } else {
    subscribe(future);
  }
}

function publish(future: Future<unknown>, state: number, outcome: unknown): boolean {
  const number = own.get(future);
  if (number === undefined) {
    return true;
  }
  own.delete(future);
  ownByNumber.delete(number);
  return tell(number, state, outcome) === NOW;
}

/** Tells other threads of the end; all but that task of this one. */
function tell(number: number, state: number, outcome: unknown, task?: number): number {
  const { status, bytes, functions, futures } = outcomeBytes(state, outcome);
  const numbers = futures.map((future) => numberOf(future) as number);
  return native.publish(number, status, bytes, Uint32Array.from(functions), Uint32Array.from(numbers), task);
}

/** Another thread has cancelled a task of this one. */
export function cancelledAfar(number: number): void {
  const future = ownByNumber.get(number);
  if (future !== undefined) {
    setCancelled(future);
  }
}

/** Another thread wants a task of this one to be aborted. */
export function abortedAfar(number: number, reason: unknown): void {
  ownByNumber.get(number)?.abort(reason);
}

function subscribe(handle: Future<unknown>): void {
  const task = openShared(handle);
  setState(handle, task);
  setSharedPool(task, native.subscribe(numberOf(handle) as number, task) ?? NATIVE);
  nested.sent?.();
}

function cancel(handle: Future<unknown>): boolean {
  const task = taskOf(handle);
  const came = native.cancel(numberOf(handle) as number, task);
  if (came === NOW) {
    leave(task);
    setCameBack(handle, true);
  }
  return came === NOW || came === BEFORE;
}

/** It is done here: that task is not told. */
function leave(task: number | undefined): void {
  if (task !== undefined) {
    void close(task);
  }
}

function abort(handle: Future<unknown>, reason: unknown): boolean {
  const number = numberOf(handle) as number;
  if (reason === undefined) {
    if (addon.sharedFutureState(number) !== CANCELLED_AFAR && cancel(handle)) {
      return true;
    }
  } else if (addon.sharedFutureState(number) === PENDING_AFAR) {
    const task = taskOf(handle);
    const came = tell(number, FAILED, reason, task);
    if (came === NOW) {
      leave(task);
      setFailed(handle, reason);
      return true;
    }
  }
  return addon.abortSharedFuture(number, failureBytes(reason));
}

function settle(handle: Future<unknown>, state: number, outcome: unknown): void {
  const number = numberOf(handle) as number;
  const task = taskOf(handle);
  const came = tell(number, state, outcome, task);
  if (came === NOW) {
    leave(task);
    return;
  }
  const why =
    came === BEFORE
      ? `is ${addon.sharedFutureState(number) === CANCELLED_AFAR ? nameOfState(CANCELLED) : 'done'}`
      : 'is settled by its executor';
  throw new InvalidStateError(`the Future ${why}`);
}
