/**
 * What `map` returns: results in the order of the inputs.
 *
 * @module
 */

import type { Future } from './future.js';

/**
 * Results in the order of their inputs, for `for await`; `toArray()` is Python's `list(...)`.
 *
 * An error is thrown at its place; it ends the iteration and cancels the tasks after it, and so does leaving the loop
 * early. Tasks that have begun run to their end. A result that was taken is not kept.
 */
export class ResultIterator<T> implements AsyncIterableIterator<T> {
  /** What was not asked for yet, the next one last. */
  readonly #futures: Future<T>[];

  /** Iterates over the results of futures. */
  constructor(futures: readonly Future<T>[]) {
    this.#futures = [...futures].reverse();
  }

  /** The next result. */
  async next(): Promise<IteratorResult<T, undefined>> {
    const future = this.#futures.pop();
    if (future === undefined) {
      return { done: true, value: undefined };
    }
    try {
      return { done: false, value: await future };
    } catch (error) {
      this.#cancelRest();
      throw error;
    }
  }

  /** Ends the iteration: what has not begun is cancelled. */
  async return(): Promise<IteratorResult<T, undefined>> {
    this.#cancelRest();
    return { done: true, value: undefined };
  }

  /** All results that are left, as an array. */
  async toArray(): Promise<T[]> {
    const results: T[] = [];
    for await (const result of this) {
      results.push(result);
    }
    return results;
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The last ones first, so that no worker takes up one while its predecessors are cancelled. */
  #cancelRest(): void {
    for (const future of this.#futures.splice(0)) {
      future.cancel();
    }
  }
}
