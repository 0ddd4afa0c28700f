/**
 * Python: `concurrent.futures.as_completed`.
 *
 * @module
 */

import { TimeoutError } from '../errors.js';
import { checkTimeout, type TimeoutOptions, timeoutOptions } from '../timeout.js';
import { Timer } from '../timer.js';
import { Fifo } from './fifo.js';
import type { Future } from './future.js';
import { givenFutures } from './given-futures.js';
import { addWaiterOfAnyCopy, removeWaiterOfAnyCopy } from './thread-futures.js';
import type { Waiter } from './watchers.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { performance } = globalThis;

/**
 * A Future as `asCompleted` gives it: for TypeScript one that `await` does not look into, because it takes whatever
 * `for await` goes over for awaited. `await future.result()` is its result.
 */
// biome-ignore lint/suspicious/noExplicitAny: only this keeps TypeScript from taking it for awaited.
export type CompletedFuture<T> = Future<T> & { readonly then: any };

/**
 * Futures in the order in which they are done, for `for await`: first those that are done already. Each comes once,
 * however often it is given.
 *
 * What it gives are Futures, not their results: `await future.result()` gives a result, or throws what the task threw.
 *
 * @param timeout - for all of them together, from the call on. When it is over, the iteration throws a TimeoutError that
 * says how many are left; what is done already comes before.
 * @throws TypeError when `fs` holds anything but Futures, or for unknown options.
 * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.as_completed
 * @example
 * ```ts
 * for await (const future of asCompleted(futures)) {
 *   console.log(await future.result());
 * }
 * ```
 */
export function asCompleted<T>(
  fs: Iterable<Future<T>>,
  timeout?: number | null | TimeoutOptions,
): AsyncIterableIterator<CompletedFuture<T>, undefined> {
  const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
  return new CompletionIterator(givenFutures(fs), milliseconds);
}

/** Someone who has asked for the next Future. */
interface Asking<T> {
  resolve(result: IteratorResult<CompletedFuture<T>, undefined>): void;
  reject(error: unknown): void;
}

class CompletionIterator<T> implements AsyncIterableIterator<CompletedFuture<T>, undefined> {
  readonly #waiting: Set<Future<T>>;
  readonly #total: number;
  readonly #end: number;
  readonly #done = new Fifo<Future<T>>();
  readonly #asking: Asking<T>[] = [];
  #timer: Timer | undefined;
  readonly #waiter: Waiter;

  constructor(futures: Set<Future<T>>, milliseconds: number) {
    this.#waiting = futures;
    this.#total = futures.size;
    this.#end = performance.now() + milliseconds;
    const isEndless = milliseconds === Number.POSITIVE_INFINITY;
    this.#waiter = { isEndless, tell: (future) => this.#tell(future as Future<T>) };
    for (const future of futures) {
      if (addWaiterOfAnyCopy(future, this.#waiter)) {
        this.#tell(future);
      }
    }
  }

  // A Future in the place of the value is not awaited there, as a result of an async function would be.
  next(): Promise<IteratorResult<CompletedFuture<T>, undefined>> {
    return new Promise((resolve, reject) => {
      this.#asking.push({ resolve, reject });
      this.#answer();
      if (this.#asking.length > 0 && this.#timer === undefined) {
        this.#timer = new Timer(this.#end - performance.now(), () => this.#timeIsOver());
      }
    });
  }

  return(): Promise<IteratorResult<CompletedFuture<T>, undefined>> {
    this.#stop();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #tell(future: Future<T>): void {
    this.#waiting.delete(future);
    this.#done.push(future);
    this.#answer();
  }

  #answer(): void {
    while (this.#asking.length > 0) {
      const value = this.#done.shift();
      if (value !== undefined) {
        this.#asking.shift()?.resolve({ done: false, value });
      } else if (this.#waiting.size === 0) {
        this.#asking.shift()?.resolve({ done: true, value });
      } else {
        return;
      }
    }
    this.#timer?.stop();
    this.#timer = undefined;
  }

  #timeIsOver(): void {
    const error = new TimeoutError(`${this.#waiting.size} (of ${this.#total}) futures unfinished`);
    this.#asking.shift()?.reject(error);
    this.#stop();
  }

  /** There is nothing more. */
  #stop(): void {
    for (const future of this.#waiting) {
      removeWaiterOfAnyCopy(future, this.#waiter);
    }
    this.#waiting.clear();
    this.#done.clear();
    this.#answer();
  }
}
