/**
 * Tasks in the calling thread.
 *
 * @module
 */

import { checkOptions, RuntimeError, wrongType } from '../errors.js';
import { isThenable } from '../thenable.js';
import { Executor, type ShutdownOptions } from './executor.js';
import { Future } from './future.js';
import { taskChannel, traceSubmit } from './tracing.js';

/**
 * Runs each task in the calling thread, at once: `submit` returns when the function does. For tests and for
 * debugging, in the place of another executor.
 *
 * An asynchronous task begins at once and goes on while others run. Arguments and results are not copied.
 *
 * @example
 * ```ts
 * const pool = debugging ? new SerialExecutor() : new ThreadPoolExecutor();
 * ```
 */
export class SerialExecutor extends Executor {
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  override submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Future<Awaited<Result>> {
    return taskChannel.hasSubscribers ? traceSubmit(this, fn, () => this.#submit(fn, args)) : this.#submit(fn, args);
  }

  #submit<Args extends unknown[], Result>(fn: (...args: Args) => Result, args: Args): Future<Awaited<Result>> {
    if (typeof fn !== 'function') {
      throw wrongType('fn', 'a function', fn);
    }
    if (this.#closed) {
      throw new RuntimeError('cannot schedule new futures after shutdown');
    }
    const future = new Future<Awaited<Result>>();
    future.setRunningOrNotifyCancel();
    try {
      const value: unknown = fn(...args);
      if (isThenable(value)) {
        const running = settleLater(future, value).finally(() => this.#running.delete(running));
        this.#running.add(running);
      } else {
        future.setResult(value as Awaited<Result>);
      }
    } catch (error) {
      future.setException(error);
    }
    return future;
  }

  override async shutdown(wait: boolean | ShutdownOptions = {}): Promise<void> {
    const options = typeof wait === 'boolean' ? { wait } : wait;
    checkOptions(options, ['wait', 'cancelFutures']);
    this.#closed = true;
    if (options.wait !== false) {
      await Promise.all(this.#running);
    }
  }
}

async function settleLater<Result>(future: Future<Result>, promise: PromiseLike<unknown>): Promise<void> {
  try {
    future.setResult((await promise) as Result);
  } catch (error) {
    future.setException(error);
  }
}
