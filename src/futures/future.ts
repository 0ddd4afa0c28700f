/**
 * The result of a task, which may not be there yet.
 *
 * @module
 */

import { brand } from '../brand.js';
import { RuntimeError, wrongType } from '../errors.js';
import { isThenable } from '../thenable.js';
import { checkTimeout, type TimeoutOptions, timeoutOptions } from '../timeout.js';
import { joinCallerFrames } from './caller-frames.js';
import { callBack, type DoneCallback, inContext } from './done-callbacks.js';
import { setParts, thrownBy } from './future-parts.js';
import { completeClass, completePrototype, constructorIsPromise } from './future-prototype.js';
import {
  CANCELLED,
  FAILED,
  isCancelledState,
  isDoneState,
  NOTIFIED,
  nameOfState,
  PENDING,
  RETURNED,
  RUNNING,
} from './future-state.js';
import {
  CANCELLED_AFAR,
  handles,
  isHandle,
  NOT_STARTED,
  RUNNING_AFAR,
  SETTLED_AFAR,
  STARTED,
} from './handle-control.js';
import { blockInTime, doneInTime } from './in-time.js';
import { addOverflown, last, nothing, takeResolve } from './promise-parts.js';
import { assertByHand, setCameBack, setCancelled, setFailed, setReturnedToAll, settleByHand } from './settle.js';
import { control } from './task-control.js';
import { openTraces } from './tracing.js';
import { addCallback, LOOKED, look, type Watched } from './watchers.js';

/** Whoever has it may say what number a Future has. */
const ofTask: unique symbol = Symbol('of a task');

/** One that no executor makes. Apart from the constructor, which is short so that the engine inlines it. */
function checkByHand(future: Future<unknown>, by: unknown): void {
  if (Object.getPrototypeOf(future) !== Future.prototype) {
    // A class made of this one has a constructor of its own, which `then` would make promises by.
    void Object.defineProperty(future, 'constructor', constructorIsPromise);
  }
  if (by !== undefined) {
    throw wrongType('by', 'no argument: a Future is settled by setResult() or setException()', by);
  }
}

/**
 * The result of a submitted task. Python: `concurrent.futures.Future`.
 *
 * It is a Promise: `await future` gives the result, or throws what the task threw; `then`, `catch` and `finally` give
 * plain Promises. An error that a task threw has the frames of the code that awaits it behind its own.
 *
 * A Future that fails while nobody looks at it is no unhandled rejection: a warning tells of it when it is collected, or
 * when the program ends (see `onUnobserved`). Looking means awaiting it, `then`, `result`, `exception`, `addDoneCallback`,
 * `wait` and `asCompleted`. What `then` and `finally` give are promises as any: Node's rules hold for them.
 *
 * Executors make Futures. One that is made by hand is settled by hand, with `setResult` or `setException`. The static
 * methods are those of Promise, and give plain Promises.
 *
 * A Future that is sent to another thread, in an argument or a result, is a handle on the same one there: docs/values.md.
 *
 * # Differences from Python
 * `result()` and `exception()` return Promises; `resultSync()` and `exceptionSync()` block, as Python's do. Times are in
 * milliseconds. `exception()` of a task that has returned is undefined.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#future-objects
 */
export class Future<T> extends Promise<T> {
  /** Its number while it is a task that is pending, else one of the states. */
  #state: number;
  /** What settles the promise; when it is done, the result or what was thrown. */
  #outcome: unknown = last.resolve;
  #watched: Watched = null;

  /**
   * Makes a Future that is settled by hand.
   *
   * @throws TypeError when it is given a function, as a Promise is.
   */
  constructor();
  constructor(by?: unknown, task: number = PENDING) {
    super(takeResolve);
    // It holds the Future.
    last.resolve = nothing;
    this.#state = task;
    if (this.#outcome === nothing) {
      // The promise was rejected with that, because the stack was at its end in `takeResolve`.
      addOverflown(this);
      throw new RangeError('Maximum call stack size exceeded');
    }
    if (by !== ofTask) {
      checkByHand(this, by);
    }
  }

  /** True when it has a result, has failed, or was cancelled. */
  done(): boolean {
    return isDoneState(this.#state) || (isHandle(this.#state) && handles.state(this) >= SETTLED_AFAR);
  }

  /** True when it was cancelled before its task ran. */
  cancelled(): boolean {
    return isCancelledState(this.#state) || (isHandle(this.#state) && handles.state(this) === CANCELLED_AFAR);
  }

  /** True while the task runs. */
  running(): boolean {
    if (isHandle(this.#state)) {
      return handles.state(this) === RUNNING_AFAR;
    }
    return this.#state === RUNNING || (this.#state >= 0 && control.begun(this.#state));
  }

  /**
   * Cancels the task if it has not begun: it will never run, and the Future fails with a CancelledError. False, and
   * nothing happens, when the task runs or is done; true again when it was cancelled before.
   *
   * @example
   * ```ts
   * const future = pool.submit(work.search, text);
   * const hasNotBegun = future.cancel();
   * ```
   */
  cancel(): boolean {
    if (isCancelledState(this.#state)) {
      return true;
    }
    if (isHandle(this.#state)) {
      return handles.cancel(this);
    }
    if (this.#state === PENDING || (this.#state >= 0 && control.cancel(this.#state))) {
      setCancelled(this);
      return true;
    }
    return false;
  }

  /**
   * A Promise of the result; it rejects with what the task threw, or with a CancelledError.
   *
   * @throws TimeoutError (the Promise rejects with it) when it is not done in time. The task goes on.
   * @throws TypeError, ValueError when the timeout is no time.
   * @example
   * ```ts
   * const found = await pool.submit(work.search, text).result(1000);
   * ```
   */
  result(timeout?: number | null | TimeoutOptions): Promise<T> {
    const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
    if (milliseconds === Number.POSITIVE_INFINITY) {
      return this.then();
    }
    return doneInTime(this, milliseconds).then(() => this);
  }

  /**
   * A Promise of what the task threw, or of undefined if it returned; it rejects with a CancelledError.
   *
   * @throws TimeoutError (the Promise rejects with it) when it is not done in time. The task goes on.
   * @throws TypeError, ValueError when the timeout is no time.
   * @example
   * ```ts
   * const error = await pool.submit(work.search, text).exception();
   * ```
   */
  exception(timeout?: number | null | TimeoutOptions): Promise<unknown> {
    const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
    return doneInTime(this, milliseconds).then(() => thrownBy(this));
  }

  /**
   * The result. Blocks the thread until it is there: no other code of this thread runs meanwhile, but its pools go on.
   * Throws what the task threw, or a CancelledError.
   *
   * @throws TimeoutError when it is not done in time. The task goes on.
   * @throws DeadlockError when only this thread could settle it.
   * @throws TypeError, ValueError when the timeout is no time.
   * @example
   * ```ts
   * const found = pool.submit(work.search, text).resultSync(1000);
   * ```
   */
  resultSync(timeout?: number | null | TimeoutOptions): T {
    blockInTime(this, checkTimeout('timeout', timeoutOptions(timeout).timeout));
    if (this.#state === RETURNED) {
      return this.#outcome as T;
    }
    joinCallerFrames(this.#outcome, this.resultSync);
    throw this.#outcome;
  }

  /**
   * What the task threw, or undefined if it returned. Blocks the thread until it is known, as `resultSync` does.
   *
   * @throws CancelledError, TimeoutError, DeadlockError, TypeError, ValueError, as `resultSync`.
   * @example
   * ```ts
   * const error = pool.submit(work.search, text).exceptionSync();
   * ```
   */
  exceptionSync(timeout?: number | null | TimeoutOptions): unknown {
    blockInTime(this, checkTimeout('timeout', timeoutOptions(timeout).timeout));
    return thrownBy(this);
  }

  /**
   * Has `callback` called with the Future when it is done: in the order in which they were added, in this thread, and
   * at once if it is done already. What a callback throws is told as a warning; the others are called all the same. It
   * runs in the asynchronous context (AsyncLocalStorage) of this call.
   *
   * @throws TypeError when `callback` is not a function.
   * @example
   * ```ts
   * pool.submit(work.search, text).addDoneCallback((future) => console.log(future.cancelled()));
   * ```
   */
  addDoneCallback(callback: (future: this) => void): void {
    if (typeof callback !== 'function') {
      throw wrongType('callback', 'a function', callback);
    }
    look(this);
    if (isDoneState(this.#state)) {
      callBack(callback as DoneCallback, this);
    } else {
      addCallback(this, inContext(callback as DoneCallback));
    }
  }

  /**
   * Gives the result, to a Future that was made by hand. For executors, and for tests.
   *
   * @throws InvalidStateError when it is done, or is a task of an executor. TypeError when `result` is a Promise, which
   * a Future cannot hold.
   * @example
   * ```ts
   * const future = new Future<number>();
   * future.setResult(1);
   * ```
   */
  setResult(result: T): void {
    assertByHand(this);
    if (isThenable(result)) {
      throw wrongType('result', 'a value that is no promise', result);
    }
    settleByHand(this, RETURNED, result);
  }

  /**
   * Has it fail with `exception`, if it was made by hand. For executors, and for tests.
   *
   * @throws InvalidStateError when it is done, or is a task of an executor.
   * @example
   * ```ts
   * const future = new Future<number>();
   * future.setException(new Error('not found'));
   * ```
   */
  setException(exception: unknown): void {
    assertByHand(this);
    settleByHand(this, FAILED, exception);
  }

  /**
   * Says that its task begins, if it was made by hand: from now on it cannot be cancelled. False when it was cancelled
   * before; who waits for it is told then. For executors, and for tests.
   *
   * @throws RuntimeError when it runs or is done already, or is a task of an executor.
   * @example
   * ```ts
   * if (future.setRunningOrNotifyCancel()) {
   *   future.setResult(compute());
   * }
   * ```
   */
  setRunningOrNotifyCancel(): boolean {
    if (this.#state === CANCELLED) {
      setCameBack(this, true);
      return false;
    }
    if (isHandle(this.#state) || this.#state === NOTIFIED) {
      const started = handles.start(this);
      if (started !== NOT_STARTED) {
        return started === STARTED;
      }
    }
    if (this.#state !== PENDING) {
      throw new RuntimeError(`the Future is ${nameOfState(this.#state)}, where pending was expected`);
    }
    this.#state = RUNNING;
    return true;
  }

  /**
   * Ends the task, whether it has begun or not. One that has not is cancelled. One that runs is told: in it,
   * `currentTask().cancelled` is true from now on, and `currentTask().signal` fires. If it has not ended after the
   * `graceTime` of the executor, its worker is ended with it and replaced.
   *
   * The Future fails with `reason` when the task has ended, whatever the task then returns or throws. Without a reason it
   * fails with a CancelledError; it counts as cancelled if the task had not begun.
   *
   * False, and nothing happens, when the task is done, or is a native one that runs, or is not an executor's and runs.
   *
   * # Differences from Python
   * Python cannot end a thread.
   *
   * @example
   * ```ts
   * const future = pool.submit(work.search, text);
   * button.onclick = () => future.abort(new Error('the user has lost patience'));
   * ```
   */
  abort(reason?: unknown): boolean {
    if (isHandle(this.#state)) {
      return handles.abort(this, reason);
    }
    if (this.#state !== PENDING) {
      return this.#state >= 0 && control.abort(this.#state, reason);
    }
    if (reason === undefined) {
      setCancelled(this);
    } else {
      setFailed(this, reason);
    }
    return true;
  }

  /** `Future`. */
  override get [Symbol.toStringTag](): string {
    return 'Future';
  }

  static {
    setParts({
      futureOfTask: (task) => new (Future as new (by: symbol, task: number) => Future<unknown>)(ofTask, task),
      setReturned: (future, value) => {
        const watched = future.#watched;
        if (future.#state < 0 || (watched !== null && watched !== LOOKED) || openTraces > 0 || handles.own.size > 0) {
          return setReturnedToAll(future, value);
        }
        // The same for a task that nobody but who awaits it is told of, as nearly all are: no call but this one.
        const resolve = future.#outcome as (value: unknown) => void;
        future.#state = RETURNED;
        future.#outcome = value;
        resolve(value);
        return true;
      },
      stateOf: (future) => future.#state,
      setState: (future, state) => {
        future.#state = state;
      },
      outcomeOf: (future) => future.#outcome,
      setOutcome: (future, outcome) => {
        future.#outcome = outcome;
      },
      watchedOf: (future) => future.#watched,
      setWatched: (future, watched) => {
        future.#watched = watched;
      },
      isFuture: (value): value is Future<unknown> => typeof value === 'object' && value !== null && #state in value,
    });
  }
}

completeClass(Future);
completePrototype(Future.prototype);
brand(Future, 'Future');
