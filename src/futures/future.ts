/**
 * The result of a task, which may not be there yet.
 *
 * @module
 */

import { CancelledError } from '../errors.js';

const RETURNED = -1;
const FAILED = -2;
const CANCELLED = -3;
const stateNames = ['returned', 'failed', 'cancelled'] as const;

/** What a Future asks of whoever runs its task. */
export interface TaskControl {
  /** True when the task will never run. */
  cancel(task: number): boolean;
  /** True when the task has begun. */
  begun(task: number): boolean;
}

/** The task has returned. A Future that has a result already keeps it. */
export let setReturned: (future: Future<unknown>, value: unknown) => void;
/** The task has thrown. */
export let setFailed: (future: Future<unknown>, thrown: unknown) => void;
/** The task will never run. */
export let setCancelled: (future: Future<unknown>) => void;
let stateOf: (future: Future<unknown>) => number;

/** Who runs the tasks: one for all Futures of a thread, so that none has to hold it. */
let control: TaskControl;

/** Says who runs the tasks. */
export function setTaskControl(by: TaskControl): void {
  control = by;
}

// The function that settles the promise made last. The one that rejects it is not kept: it would take as
// much memory again, and there may be a million Futures.
let resolveLast: (value: unknown) => void;
function takeResolve(resolve: (value: never) => void): void {
  resolveLast = resolve as (value: unknown) => void;
}

/** A promise that is resolved with this is rejected, one turn later. */
class Rejection {
  readonly #reason: unknown;

  constructor(reason: unknown) {
    this.#reason = reason;
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise asks for it.
  then(_resolve: unknown, reject: (reason: unknown) => void): void {
    reject(this.#reason);
  }
}

/**
 * The result of a submitted task. Python: `concurrent.futures.Future`.
 *
 * It is a Promise: `await future` gives the result, or throws what the task threw; `then`, `catch` and `finally` give
 * plain Promises. A Future that fails while nobody looks at it is no unhandled rejection.
 *
 * # Differences from Python
 * `result()` and `exception()` return Promises, and have no timeout yet.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#future-objects
 */
export class Future<T> extends Promise<T> {
  /** Its number while it is pending, else one of the states. */
  #state: number;
  readonly #resolve: (value: unknown) => void;

  /** Futures are made by executors. */
  constructor(task: number) {
    super(takeResolve);
    this.#state = task;
    this.#resolve = resolveLast;
  }

  /** True when the task has returned, has thrown, or was cancelled. */
  done(): boolean {
    return this.#state < 0;
  }

  /** True when the task was cancelled before it ran. */
  cancelled(): boolean {
    return this.#state === CANCELLED;
  }

  /** True while the task runs. */
  running(): boolean {
    return this.#state >= 0 && control.begun(this.#state);
  }

  /**
   * Cancels the task if it has not begun: it will never run, and the Future fails with a CancelledError. False, and
   * nothing happens, when the task runs or is done; true again when it was cancelled before.
   */
  cancel(): boolean {
    if (this.#state < 0) {
      return this.#state === CANCELLED;
    }
    if (!control.cancel(this.#state)) {
      return false;
    }
    setCancelled(this);
    return true;
  }

  /** A Promise of the result; it rejects with what the task threw, or with a CancelledError. */
  result(): Promise<T> {
    return this.then();
  }

  /** A Promise of what the task threw, or of undefined if it returned; it rejects with a CancelledError. */
  exception(): Promise<unknown> {
    return this.then(
      () => undefined,
      (thrown: unknown) => {
        if (this.#state === CANCELLED) {
          throw thrown;
        }
        return thrown;
      },
    );
  }

  /** `Future`. */
  override get [Symbol.toStringTag](): string {
    return 'Future';
  }

  #fail(state: number, reason: unknown): void {
    if (this.#state >= 0) {
      this.#state = state;
      // Who only waits, or does not look at all, need not catch: this handles the rejection.
      this.then(undefined, ignore);
      this.#resolve(new Rejection(reason));
    }
  }

  static {
    setReturned = (future, value) => {
      if (future.#state >= 0) {
        future.#state = RETURNED;
        future.#resolve(value);
      }
    };
    setFailed = (future, thrown) => future.#fail(FAILED, thrown);
    setCancelled = (future) => future.#fail(CANCELLED, new CancelledError('the task was cancelled before it ran'));
    stateOf = (future) => future.#state;
  }
}

// Whoever awaits it, or gives it to Promise.all, takes it as the Promise that it is, and what `then` gives is a plain
// one. With another constructor than Promise, an await would make two more promises, and take three more turns.
Object.defineProperty(Future.prototype, 'constructor', { configurable: true, value: Promise, writable: true });

/** What `console.log` shows. */
Object.defineProperty(Future.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value: function inspect(this: Future<unknown>): string {
    return `Future <${stateNames[RETURNED - stateOf(this)] ?? 'pending'}>`;
  },
});

function ignore(): void {}
