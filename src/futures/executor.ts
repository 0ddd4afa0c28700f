/**
 * What all executors have in common.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import type { Future } from './future.js';
import { ResultIterator } from './result-iterator.js';

/** How `shutdown` ends an executor. */
export interface ShutdownOptions {
  /**
   * Wait until all submitted tasks are done and all workers have ended.
   *
   * @default true
   */
  wait?: boolean;
  /**
   * Cancel tasks that have not begun.
   *
   * @default false
   */
  cancelFutures?: boolean;
}

/**
 * Runs tasks somewhere else. Python: `concurrent.futures.Executor`.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#executor-objects
 */
export abstract class Executor implements AsyncDisposable {
  /**
   * Runs `fn(...args)` on a worker, and gives a Future of its result at once.
   *
   * Tasks start in the order in which they are submitted. Any function can be given: the imports, functions, classes and
   * constants that it refers to come along, and local variables are copied at each submit, as arguments are
   * (docs/functions.md). A function that captures local variables costs 200 to 300 us at each submit: in hot paths, pass them
   * as arguments.
   *
   * # Differences from Python
   * Python sends a function by its name; here it may have none.
   *
   * @throws TaskError when the function or an argument cannot travel: nothing is submitted then. It names the variable and
   * its place.
   * @throws RuntimeError after `shutdown()`, BrokenExecutor when no worker can run it.
   */
  abstract submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Future<Awaited<Result>>;

  /**
   * Runs `fn` for each item, or for each group of items where there are several iterables, up to the end of the
   * shortest. All are submitted at the call, and local variables that `fn` has captured are read once.
   *
   * # Differences from Python
   * Without iterables it throws, where Python gives no results.
   *
   * @throws TypeError when an argument after `fn` is not iterable, and whatever `submit` throws.
   * @example
   * ```ts
   * for await (const area of pool.map(work.area, widths, heights)) {
   *   console.log(area);
   * }
   * ```
   */
  map<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...iterables: { [Index in keyof Args]: Iterable<Args[Index]> }
  ): ResultIterator<Awaited<Result>> {
    if (iterables.length === 0) {
      throw wrongType('iterables', 'at least one iterable', undefined);
    }
    const inputs = [...zip<Args>(iterables)];
    const futures: Future<Awaited<Result>>[] = [];
    try {
      this.submitEach(fn, inputs, futures);
    } catch (error) {
      // Nobody would ever hear of these.
      for (const future of futures.reverse()) {
        future.cancel();
      }
      throw error;
    }
    return new ResultIterator(futures);
  }

  /**
   * Submits `fn` with each of `inputs`, and adds the Futures to `futures`, also when it throws. For `map`.
   *
   * @internal
   */
  protected submitEach<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    inputs: readonly Args[],
    futures: Future<Awaited<Result>>[],
  ): void {
    for (const args of inputs) {
      futures.push(this.submit(fn, ...args));
    }
  }

  /**
   * Lets no more tasks be submitted. Those that were submitted still run, unless `cancelFutures` is given.
   *
   * @returns a Promise that resolves when all tasks are done and all workers have ended; at once with `wait: false`.
   * @throws TypeError for unknown options.
   */
  abstract shutdown(wait?: boolean | ShutdownOptions): Promise<void>;

  /**
   * Calls `body` with the executor, and shuts it down afterwards, waiting for all tasks, whether `body` throws or not.
   * Python: `with ThreadPoolExecutor() as pool:`.
   *
   * @returns what `body` returns.
   */
  async use<Result>(body: (executor: this) => Result | Promise<Result>): Promise<Result> {
    try {
      return await body(this);
    } finally {
      await this.shutdown();
    }
  }

  /** For `await using`: `shutdown()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}

/** Groups of the items at the same place, up to the end of the shortest. */
function* zip<Args extends unknown[]>(iterables: readonly unknown[]): Generator<Args> {
  const iterators = iterables.map((iterable, index) => {
    const iterate = (iterable as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator];
    if (typeof iterate !== 'function') {
      throw wrongType(`iterables[${index}]`, 'an iterable', iterable);
    }
    return iterate.call(iterable) as Iterator<unknown>;
  });
  const open = new Set(iterators);
  try {
    for (;;) {
      const items: unknown[] = [];
      for (const iterator of iterators) {
        // One that throws, or is done, has ended.
        open.delete(iterator);
        const { done, value } = iterator.next();
        if (done === true) {
          return;
        }
        open.add(iterator);
        items.push(value);
      }
      yield items as Args;
    }
  } finally {
    for (const iterator of open) {
      iterator.return?.();
    }
  }
}
