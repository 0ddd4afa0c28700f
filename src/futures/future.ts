/**
 * The result of a task, which may not be there yet.
 *
 * @module
 */

import { CancelledError, InvalidStateError, RuntimeError, TimeoutError, wrongType } from '../errors.js';
import { isThenable } from '../thenable.js';
import { checkTimeout, type TimeoutOptions, timeoutOptions } from '../timeout.js';
import { Timer } from '../timer.js';
import { joinCallerFrames } from './caller-frames.js';
import { callBack, type DoneCallback, inContext } from './done-callbacks.js';
import { openTraces, traceSettled } from './tracing.js';
import { noticed, type Unnoticed, unnoticed } from './unobserved.js';

/** States. Numbers from 0 on are those of tasks, about which `control` knows more. */
const RETURNED = -1;
const FAILED = -2;
const CANCELLED = -3;
/** Cancelled, and nobody will ever look at it again who would have run it. */
const ABANDONED = -4;
/** Cancelled, and whoever would have run it knows. */
const NOTIFIED = -5;
/** Made by hand: nobody runs it, or somebody who has said so. */
const PENDING = -6;
const RUNNING = -7;
const stateNames = ['returned', 'failed', 'cancelled', 'cancelled', 'cancelled', 'pending', 'running'] as const;

/** What a Future asks of whoever runs its task. */
export interface TaskControl {
  /** True when the task will never run. */
  cancel(task: number): boolean;
  /** True when the task has begun. */
  begun(task: number): boolean;
  /** Reads what has come, so that what has ended is settled. */
  poll(): void;
  /** Blocks the thread until the Future is done, or for so many milliseconds. Says whether it is done. */
  block(future: Future<unknown>, milliseconds: number): boolean;
  /** True when the task will have that reason for its result. */
  abort(task: number, reason: unknown): boolean;
}

/** Who waits for several Futures is told of each that is done, and, if it was cancelled, notified. */
export interface Waiter {
  /** It waits for ever, and so is told of what will never be notified too: Python would hang. */
  readonly isEndless: boolean;
  tell(future: Future<unknown>): void;
}

/** What few Futures have. */
class Extra {
  readonly callbacks: DoneCallback[] = [];
  readonly waiters = new Set<Waiter>();
}

/** In the place of an Extra: somebody has looked at the Future. */
const LOOKED = Symbol('looked');

/** Makes the Future of a task. */
export let futureOfTask: (task: number) => Future<unknown>;
/** The task has returned. A Future that has a result already keeps it. */
export let setReturned: (future: Future<unknown>, value: unknown) => void;
/** The task has thrown. */
export let setFailed: (future: Future<unknown>, thrown: unknown) => void;
/** The task will never run. */
export let setCancelled: (future: Future<unknown>) => void;
/** The task has come back unrun: from a worker that has found it cancelled, or from a queue that no worker will look at. */
export let setCameBack: (future: Future<unknown>, fromWorker: boolean) => void;
/** Whether `waiter` would be told at once; if not, it is told later, unless it is taken back. */
export let addWaiter: (future: Future<unknown>, waiter: Waiter) => boolean;
/** Takes an `addWaiter` back. */
export let removeWaiter: (future: Future<unknown>, waiter: Waiter) => void;
/** Somebody looks at the Future: if it fails, he knows. */
export let look: (future: Future<unknown>) => void;
/** Whether it has failed: a cancelled one has not. */
export let hasFailed: (future: Future<unknown>) => boolean;
/** Tells of a traced Future that was done before it was known to be traced. */
export let tellIfDone: (future: Future<unknown>) => void;
let stateOf: (future: Future<unknown>) => number;
/** The number of its task, while it is pending. */
export let taskOf: (future: Future<unknown>) => number | undefined;
/** Whether it is a Future of this copy of the package. */
export let isFuture: (value: unknown) => value is Future<unknown>;

/** Who runs the tasks: one for all Futures of a thread, so that none has to hold it. */
let control: TaskControl;

/** Says who runs the tasks. */
export function setTaskControl(by: TaskControl): void {
  control = by;
}

// The function that settles the promise made last. The one that rejects it is not kept: it would take as
// much memory again, and there may be a million Futures.
let resolveLast: (value: unknown) => void = nothing;
function takeResolve(resolve: (value: never) => void): void {
  resolveLast = resolve as (value: unknown) => void;
}

/** Promises of Futures that could not be made. */
const overflown: unknown[] = [];

/** To be called at the end of the turn, when there is stack again: those promises are nobody's, and not unhandled. */
export function forgetOverflown(): void {
  while (overflown.length > 0) {
    handling = true;
    promiseThen.call(overflown.pop(), undefined, nothing);
    handling = false;
  }
}

/** Whoever has it may say what number a Future has. */
const ofTask: unique symbol = Symbol('of a task');

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
 * Executors make Futures. One that is made by hand is settled by hand, with `setResult` or `setException`.
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
  #outcome: unknown;
  #extra: Extra | Unnoticed | typeof LOOKED | null = null;

  /**
   * Makes a Future that is settled by hand.
   *
   * @throws TypeError when it is given a function, as a Promise is.
   */
  constructor();
  constructor(by?: unknown, task: number = PENDING) {
    super(takeResolve);
    if (resolveLast === nothing) {
      // The promise was rejected with that, because the stack was at its end in `takeResolve`.
      overflown[overflown.length] = this;
      throw new RangeError('Maximum call stack size exceeded');
    }
    this.#outcome = resolveLast;
    // It holds the Future.
    resolveLast = nothing;
    this.#state = task;
    if (by !== ofTask && by !== undefined) {
      throw wrongType('by', 'no argument: a Future is settled by setResult() or setException()', by);
    }
  }

  /** True when it has a result, has failed, or was cancelled. */
  done(): boolean {
    return this.#state < 0 && this.#state > PENDING;
  }

  /** True when it was cancelled before its task ran. */
  cancelled(): boolean {
    return this.#state <= CANCELLED && this.#state >= NOTIFIED;
  }

  /** True while the task runs. */
  running(): boolean {
    return this.#state === RUNNING || (this.#state >= 0 && control.begun(this.#state));
  }

  /**
   * Cancels the task if it has not begun: it will never run, and the Future fails with a CancelledError. False, and
   * nothing happens, when the task runs or is done; true again when it was cancelled before.
   */
  cancel(): boolean {
    if (this.cancelled()) {
      return true;
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
   */
  result(timeout?: number | null | TimeoutOptions): Promise<T> {
    const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
    if (milliseconds === Number.POSITIVE_INFINITY) {
      return this.then();
    }
    look(this);
    return this.#inTime(milliseconds).then(() => this);
  }

  /**
   * A Promise of what the task threw, or of undefined if it returned; it rejects with a CancelledError.
   *
   * @throws TimeoutError (the Promise rejects with it) when it is not done in time. The task goes on.
   * @throws TypeError, ValueError when the timeout is no time.
   */
  exception(timeout?: number | null | TimeoutOptions): Promise<unknown> {
    const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
    look(this);
    return this.#inTime(milliseconds).then(() => this.#thrown());
  }

  /**
   * The result. Blocks the thread until it is there: no other code of this thread runs meanwhile, but its pools go on.
   * Throws what the task threw, or a CancelledError.
   *
   * @throws TimeoutError when it is not done in time. The task goes on.
   * @throws DeadlockError when only this thread could settle it.
   * @throws TypeError, ValueError when the timeout is no time.
   */
  resultSync(timeout?: number | null | TimeoutOptions): T {
    this.#blockUntilDone(checkTimeout('timeout', timeoutOptions(timeout).timeout));
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
   */
  exceptionSync(timeout?: number | null | TimeoutOptions): unknown {
    this.#blockUntilDone(checkTimeout('timeout', timeoutOptions(timeout).timeout));
    return this.#thrown();
  }

  /**
   * Has `callback` called with the Future when it is done: in the order in which they were added, in this thread, and
   * at once if it is done already. What a callback throws is told as a warning; the others are called all the same. It
   * runs in the asynchronous context (AsyncLocalStorage) of this call.
   *
   * @throws TypeError when `callback` is not a function.
   */
  addDoneCallback(callback: (future: this) => void): void {
    if (typeof callback !== 'function') {
      throw wrongType('callback', 'a function', callback);
    }
    look(this);
    if (this.done()) {
      callBack(callback as DoneCallback, this);
    } else {
      this.#more().callbacks.push(inContext(callback as DoneCallback));
    }
  }

  /**
   * Gives the result, to a Future that was made by hand. For executors, and for tests.
   *
   * @throws InvalidStateError when it is done, or is a task of an executor. TypeError when `result` is a Promise, which
   * a Future cannot hold.
   */
  setResult(result: T): void {
    this.#assertOpen();
    if (isThenable(result)) {
      throw wrongType('result', 'a value that is no promise', result);
    }
    setReturned(this, result);
  }

  /**
   * Has it fail with `exception`, if it was made by hand. For executors, and for tests.
   *
   * @throws InvalidStateError when it is done, or is a task of an executor.
   */
  setException(exception: unknown): void {
    this.#assertOpen();
    setFailed(this, exception);
  }

  /**
   * Says that its task begins, if it was made by hand: from now on it cannot be cancelled. False when it was cancelled
   * before; who waits for it is told then. For executors, and for tests.
   *
   * @throws RuntimeError when it runs or is done already, or is a task of an executor.
   */
  setRunningOrNotifyCancel(): boolean {
    if (this.#state === CANCELLED) {
      setCameBack(this, true);
      return false;
    }
    if (this.#state !== PENDING) {
      throw new RuntimeError(`the Future is ${stateName(this)}, where pending was expected`);
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

  #assertOpen(): void {
    if (this.#state > PENDING) {
      const why = this.#state >= 0 ? 'is settled by its executor' : `is ${stateName(this)}`;
      throw new InvalidStateError(`the Future ${why}`);
    }
  }

  #more(): Extra {
    if (!(this.#extra instanceof Extra)) {
      this.#extra = new Extra();
    }
    return this.#extra;
  }

  #thrown(): unknown {
    if (this.cancelled()) {
      throw this.#outcome;
    }
    return this.#state === FAILED ? this.#outcome : undefined;
  }

  /** A Promise that it is done in time. */
  #inTime(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) {
      control.poll();
    }
    return new Promise((resolve, reject) => {
      if (this.done()) {
        resolve();
        return;
      }
      if (milliseconds <= 0) {
        reject(notInTime(milliseconds));
        return;
      }
      const { callbacks } = this.#more();
      const inTime = () => {
        timer.stop();
        resolve();
      };
      const timer = new Timer(milliseconds, () => {
        callbacks.splice(callbacks.indexOf(inTime), 1);
        reject(notInTime(milliseconds));
      });
      callbacks.push(inTime);
    });
  }

  #blockUntilDone(milliseconds: number): void {
    look(this);
    if (!this.done() && !control.block(this, milliseconds)) {
      throw notInTime(milliseconds);
    }
  }

  /** Has it done with that. */
  #settle(state: number, outcome: unknown): ((value: unknown) => void) | undefined {
    if (this.done()) {
      return undefined;
    }
    const resolve = this.#outcome as (value: unknown) => void;
    this.#state = state;
    this.#outcome = outcome;
    return resolve;
  }

  /** It is done, and whoever waits is told; so is whoever observes the program. */
  #tell(): void {
    if (openTraces > 0) {
      this.#trace();
    } else if (this.#extra instanceof Extra) {
      this.#tellAll();
    }
  }

  #trace(): void {
    traceSettled(this, this.#state === RETURNED ? 'result' : 'error', this.#outcome, () => this.#tellAll());
  }

  #tellAll(): void {
    const extra = this.#extra;
    if (!(extra instanceof Extra)) {
      return;
    }
    this.#tellWaiters(extra);
    for (const callback of extra.callbacks.splice(0)) {
      callBack(callback, this);
    }
  }

  #tellWaiters({ waiters }: Extra): void {
    for (const waiter of waiters) {
      if (this.#isDoneFor(waiter)) {
        waiters.delete(waiter);
        waiter.tell(this);
      }
    }
  }

  #isDoneFor({ isEndless }: Waiter): boolean {
    return this.done() && this.#state !== CANCELLED && (isEndless || this.#state !== ABANDONED);
  }

  /** The promise is rejected some turns later: with the frames of the code that awaits it, which is known only then. */
  #reject(resolve: (value: unknown) => void, reason: unknown): void {
    resolve(
      turn.then(nothing).then(() => {
        joinCallerFrames(reason);
        // Who only waits, or does not look at all, need not catch.
        handling = true;
        promiseThen.call(this, undefined, nothing);
        handling = false;
        throw reason;
      }),
    );
  }

  static {
    futureOfTask = (task) => new (Future as new (by: symbol, task: number) => Future<unknown>)(ofTask, task);
    setReturned = (future, value) => {
      const resolve = future.#settle(RETURNED, value);
      if (resolve !== undefined) {
        resolve(value);
        future.#tell();
      }
    };
    setFailed = (future, thrown) => {
      const resolve = future.#settle(FAILED, thrown);
      if (resolve !== undefined) {
        future.#reject(resolve, thrown);
        if (future.#extra === null) {
          future.#extra = unnoticed(future, thrown);
        }
        future.#tell();
      }
    };
    setCancelled = (future) => {
      const reason = new CancelledError('the task was cancelled before it ran');
      const resolve = future.#settle(CANCELLED, reason);
      if (resolve !== undefined) {
        future.#reject(resolve, reason);
        future.#tell();
      }
    };
    setCameBack = (future, fromWorker) => {
      setCancelled(future);
      if (future.#state === CANCELLED) {
        future.#state = fromWorker ? NOTIFIED : ABANDONED;
        if (future.#extra instanceof Extra) {
          future.#tellWaiters(future.#extra);
        }
      }
    };
    addWaiter = (future, waiter) => {
      look(future);
      const isDone = future.#isDoneFor(waiter);
      if (!isDone) {
        future.#more().waiters.add(waiter);
      }
      return isDone;
    };
    removeWaiter = (future, waiter) => {
      if (future.#extra instanceof Extra) {
        future.#extra.waiters.delete(waiter);
      }
    };
    look = (future) => {
      const extra = future.#extra;
      if (extra === null) {
        future.#extra = LOOKED;
      } else if (typeof extra === 'object' && !(extra instanceof Extra)) {
        noticed(extra);
        future.#extra = LOOKED;
      }
    };
    hasFailed = (future) => future.#state === FAILED;
    stateOf = (future) => future.#state;
    taskOf = (future) => (future.#state >= 0 ? future.#state : undefined);
    tellIfDone = (future) => {
      if (future.done()) {
        traceSettled(future, future.#state === RETURNED ? 'result' : 'error', future.#outcome, nothing);
      }
    };
    isFuture = (value): value is Future<unknown> => typeof value === 'object' && value !== null && #state in value;
  }
}

/** A rejection is being handled beforehand: nobody looks. */
let handling = false;

const turn = Promise.resolve();
const promiseThen = Promise.prototype.then;

function nothing(): void {}

// Whoever awaits it, or gives it to Promise.all, takes it as the Promise that it is, and what `then` gives is a plain
// one. With another constructor than Promise, an await would make two more promises, and take three more turns. It is
// asked for at each of these occasions, by which it is known that somebody looks.
Object.defineProperty(Future.prototype, 'constructor', {
  configurable: true,
  get(this: unknown): PromiseConstructor {
    if (!handling && isFuture(this)) {
      look(this);
    }
    return Promise;
  },
});

/** What `console.log` shows. */
Object.defineProperty(Future.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value: function inspect(this: Future<unknown>): string {
    return `Future <${stateName(this)}>`;
  },
});

function stateName(future: Future<unknown>): string {
  return stateNames[RETURNED - stateOf(future)] ?? 'pending';
}

function notInTime(milliseconds: number): TimeoutError {
  return new TimeoutError(`the Future is not done after ${Math.max(0, milliseconds)} ms`);
}
