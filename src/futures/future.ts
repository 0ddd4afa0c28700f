/**
 * The result of a task, which may not be there yet.
 *
 * @module
 */

import { CancelledError } from '../errors.js';

/** No result yet. */
const PENDING = 0;
const RETURNED = 1;
const FAILED = 2;
const CANCELLED = 3;

type State = typeof PENDING | typeof RETURNED | typeof FAILED | typeof CANCELLED;

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
let stateOf: (future: Future<unknown>) => string;
/** The task will never run. */
export let setCancelled: (future: Future<unknown>) => void;

/**
 * The result of a submitted task. Python: `concurrent.futures.Future`.
 *
 * `await future` gives the result, or throws what the task threw. It is a thenable with the type of a Promise:
 * `then`, `catch` and `finally` give real Promises, and none is made until one of them is called, so a Future that
 * nobody looks at costs little, and its failure is no unhandled rejection. `instanceof Promise` holds;
 * `util.types.isPromise` does not.
 *
 * # Differences from Python
 * `result()` and `exception()` return Promises, and have no timeout yet.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#future-objects
 */
export class Future<T> implements Promise<T> {
  #state: State = PENDING;
  #value: unknown = undefined;
  #promise: Promise<T> | null = null;
  #resolve: ((value: T) => void) | null = null;
  #reject: ((reason: unknown) => void) | null = null;
  readonly #task: number;
  readonly #control: TaskControl;

  /** Futures are made by executors. */
  constructor(task: number, control: TaskControl) {
    this.#task = task;
    this.#control = control;
  }

  /** True when the task has returned, has thrown, or was cancelled. */
  done(): boolean {
    return this.#state !== PENDING;
  }

  /** True when the task was cancelled before it ran. */
  cancelled(): boolean {
    return this.#state === CANCELLED;
  }

  /** True while the task runs. */
  running(): boolean {
    return this.#state === PENDING && this.#control.begun(this.#task);
  }

  /**
   * Cancels the task if it has not begun: it will never run, and the Future fails with a CancelledError. False, and
   * nothing happens, when the task runs or is done; true again when it was cancelled before.
   */
  cancel(): boolean {
    if (this.#state !== PENDING) {
      return this.#state === CANCELLED;
    }
    if (!this.#control.cancel(this.#task)) {
      return false;
    }
    this.#settle(CANCELLED, new CancelledError('the task was cancelled before it ran'));
    return true;
  }

  /** A Promise of the result; it rejects with what the task threw, or with a CancelledError. */
  result(): Promise<T> {
    return this.#asPromise().then();
  }

  /** A Promise of what the task threw, or of undefined if it returned; it rejects with a CancelledError. */
  exception(): Promise<unknown> {
    return this.#asPromise().then(
      () => undefined,
      (thrown: unknown) => {
        if (this.#state === CANCELLED) {
          throw thrown;
        }
        return thrown;
      },
    );
  }

  /** As a Promise's. */
  // biome-ignore lint/suspicious/noThenProperty: a Future is a thenable on purpose.
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#asPromise().then(onfulfilled, onrejected);
  }

  /** As a Promise's. */
  catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.#asPromise().then(undefined, onrejected);
  }

  /** As a Promise's. */
  finally(onfinally?: (() => void) | null): Promise<T> {
    return this.#asPromise().finally(onfinally);
  }

  /** `Future`. */
  get [Symbol.toStringTag](): string {
    return 'Future';
  }

  #asPromise(): Promise<T> {
    if (this.#promise === null) {
      if (this.#state === PENDING) {
        this.#promise = new Promise((resolve, reject) => {
          this.#resolve = resolve;
          this.#reject = reject;
        });
      } else if (this.#state === RETURNED) {
        this.#promise = Promise.resolve(this.#value as T);
      } else {
        this.#promise = Promise.reject(this.#value);
        // The rejection is handled by whoever asked; this first promise is nobody's.
        this.#promise.catch(ignore);
      }
    }
    return this.#promise;
  }

  #settle(state: State, value: unknown): void {
    if (this.#state !== PENDING) {
      return;
    }
    this.#state = state;
    this.#value = value;
    if (this.#promise !== null) {
      if (state === RETURNED) {
        this.#resolve?.(value as T);
      } else {
        this.#promise.catch(ignore);
        this.#reject?.(value);
      }
    }
  }

  static {
    setReturned = (future, value) => future.#settle(RETURNED, value);
    setFailed = (future, thrown) => future.#settle(FAILED, thrown);
    stateOf = (future) => ['pending', 'returned', 'failed', 'cancelled'][future.#state] as string;
    setCancelled = (future) => future.#settle(CANCELLED, new CancelledError('the task was cancelled before it ran'));
  }
}

/** What `console.log` shows. */
Object.defineProperty(Future.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value: function inspect(this: Future<unknown>): string {
    return `Future <${stateOf(this)}>`;
  },
});

// `instanceof Promise` holds for what may be awaited.
Object.setPrototypeOf(Future.prototype, Promise.prototype);

function ignore(): void {}
