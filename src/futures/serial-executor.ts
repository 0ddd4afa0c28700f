/**
 * Tasks in the calling thread.
 *
 * @module
 */

import { brand } from '../brand.js';
import { RuntimeError, wrongType } from '../errors.js';
import { isThenable } from '../thenable.js';
import { Timer } from '../timer.js';
import { checkShutdown, Executor, notBeforeShutdown, type ShutdownOptions } from './executor.js';
import { Future } from './future.js';
import { taskChannel, traceSubmit } from './tracing.js';

/**
 * Runs each task in the calling thread, at once: `submit` returns when the function does. For tests and for
 * debugging, in the place of another executor.
 *
 * The function blocks the caller of `submit` as a call of it would. An asynchronous task begins at once and goes on while
 * others run. Arguments and results are not copied.
 *
 * @example
 * ```ts
 * const pool = debugging ? new SerialExecutor() : new ThreadPoolExecutor();
 * ```
 */
export class SerialExecutor extends Executor {
  readonly #running = new Map<Future<unknown>, Promise<void>>();
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
        this.#running.set(
          future,
          settleLater(future, value).finally(() => this.#running.delete(future)),
        );
      } else {
        future.setResult(value as Awaited<Result>);
      }
    } catch (error) {
      future.setException(error);
    }
    return future;
  }

  override shutdown(wait: boolean | ShutdownOptions = {}): Promise<void> {
    const { timeout, ...options } = checkShutdown(wait);
    this.#closed = true;
    if (options.wait === false) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = new Timer(timeout ?? Number.POSITIVE_INFINITY, () => {
        for (const future of this.#running.keys()) {
          settle(future, () => future.setException(notBeforeShutdown(timeout as number)));
        }
        resolve();
      });
      void Promise.all(this.#running.values()).then(() => {
        timer.stop();
        resolve();
      });
    });
  }
}

brand(SerialExecutor, 'SerialExecutor');

async function settleLater<Result>(future: Future<Result>, promise: PromiseLike<unknown>): Promise<void> {
  try {
    const result = (await promise) as Result;
    settle(future, () => future.setResult(result));
  } catch (error) {
    settle(future, () => future.setException(error));
  }
}

/** What came first counts: a shutdown may have. */
function settle(future: Future<unknown>, by: () => void): void {
  if (!future.done()) {
    by();
  }
}
