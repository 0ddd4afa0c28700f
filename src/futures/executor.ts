/**
 * What all executors have in common.
 *
 * @module
 */

import { brand } from '../brand.js';
import { checkOptions, TimeoutError, wrongType } from '../errors.js';
import { atCaller } from './at-caller.js';
import type { Future } from './future.js';
import { mapInputs, type Source } from './map-inputs.js';
import { type MapOptions, mapArguments } from './map-options.js';
import { ResultIterator } from './result-iterator.js';
import { checkLimit } from './task-options.js';

/** What `map` submits a task with. */
type Submit<Result> = (args: unknown[]) => Future<Result>;

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
  /**
   * Milliseconds. Then what is left fails with a TimeoutError, and the workers are ended. It needs `wait`.
   *
   * @default null: no limit, as Infinity
   */
  timeout?: number | null | undefined;
}

/** How `shutdown` was called. Without a limit `timeout` is undefined. */
export function checkShutdown(wait: boolean | ShutdownOptions): ShutdownOptions & { timeout: number | undefined } {
  const options = typeof wait === 'boolean' ? { wait } : wait;
  checkOptions(options, ['wait', 'cancelFutures', 'timeout']);
  const timeout = checkLimit('timeout', options.timeout);
  checkBoolean('wait', options.wait);
  checkBoolean('cancelFutures', options.cancelFutures);
  return { ...options, timeout };
}

function checkBoolean(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw wrongType(name, 'a boolean', value);
  }
}

/** What tasks fail with that a shutdown did not wait for. */
export function notBeforeShutdown(timeout: number): TimeoutError {
  return new TimeoutError(
    `the task has not ended before the shutdown of its executor, whose timeout was ${timeout} ms`,
  );
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
   * its place. DataCloneError when what is to be transferred cannot be handed over.
   * @throws TypeError when `fn` is not a function.
   * @throws RuntimeError after `shutdown()`, BrokenExecutor when no worker can run it, QueueFullError when it would be more
   * than `maxQueue` or `maxQueueBytes` allows.
   * @example
   * ```ts
   * const limit = 100_000;
   * const primes = await pool.submit((most) => primesBelow(most).length, limit);
   * ```
   */
  abstract submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Future<Awaited<Result>>;

  /**
   * Runs `fn` for each item, or for each group of items where there are several iterables, up to the end of the
   * shortest. All are submitted at the call, and local variables that `fn` has captured are read once. With `buffersize`
   * only so many are, and one more whenever a result is asked for: the iterables may be endless then. Of asynchronous
   * iterables the items are taken as they come.
   *
   * # Differences from Python
   * `chunksize` says nothing for threads: tiny tasks travel in groups anyway.
   *
   * @throws TypeError when an argument after `fn` is not iterable, or for unknown options, ValueError when `buffersize` or
   * `chunksize` is less than 1, and whatever `submit` and the iterables throw.
   * @example
   * ```ts
   * for await (const area of pool.map(work.area, widths, heights)) {
   *   console.log(area);
   * }
   * const first = await pool.map(work.isPrime, candidates(), { buffersize: 16, timeout: 1000 }).next();
   * ```
   */
  map<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...iterables: { [Index in keyof Args]: Source<Args[Index]> }
  ): ResultIterator<Awaited<Result>>;
  map<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...iterablesAndOptions: [...{ [Index in keyof Args]: Source<Args[Index]> }, MapOptions]
  ): ResultIterator<Awaited<Result>>;
  map<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...iterablesAndOptions: unknown[]
  ): ResultIterator<Awaited<Result>> {
    const { iterables, limits } = mapArguments(iterablesAndOptions);
    try {
      const submit = this.submitterFor?.(fn) ?? ((args: Args) => this.submit(fn, ...args));
      return new ResultIterator(mapInputs<Args>(iterables), submit as Submit<Awaited<Result>>, limits);
    } catch (error) {
      throw atCaller(error, Executor.prototype.map);
    }
  }

  /**
   * What submits `fn`, for `map`: for executors that can look at the function once.
   *
   * @internal
   */
  submitterFor?<Args extends unknown[], Result>(fn: (...args: Args) => Result): (args: Args) => Future<Awaited<Result>>;

  /**
   * Lets no more tasks be submitted. Those that were submitted still run, unless `cancelFutures` is given.
   *
   * @returns a Promise that resolves when all tasks are done and all workers have ended; at once with `wait: false`.
   * @throws TypeError for unknown options, or a `timeout` that is no number; ValueError when that is negative or NaN.
   * @throws RuntimeError in a thread that has not made the executor.
   * @example
   * ```ts
   * await pool.shutdown({ cancelFutures: true, timeout: 5000 });
   * ```
   */
  abstract shutdown(wait?: boolean | ShutdownOptions): Promise<void>;

  /**
   * Calls `body` with the executor, and shuts it down afterwards, waiting for all tasks, whether `body` throws or not.
   * Python: `with ThreadPoolExecutor() as pool:`.
   *
   * @returns what `body` returns.
   * @throws TypeError (the Promise rejects with it) when `body` is not a function; the executor is not shut down then.
   */
  async use<Result>(body: (executor: this) => Result | Promise<Result>): Promise<Result> {
    if (typeof body !== 'function') {
      throw wrongType('body', 'a function', body);
    }
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

brand(Executor, 'Executor');
