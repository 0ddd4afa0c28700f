/**
 * Tasks on worker threads.
 *
 * @module
 */

import type { EventEmitter } from 'node:events';
import { native } from '../binding/native.js';
import { brand } from '../brand.js';
import { addHandleClass } from '../codec/handles.js';
import { callPlace } from '../functions/call-place.js';
import { describe } from '../functions/describe.js';
import { assertNotImporting } from '../functions/importing.js';
import { letFunctionsTravel } from '../functions/travelling.js';
import { Alarm } from './alarm.js';
import { atCaller } from './at-caller.js';
import './blocking.js';
import { checkShutdown, Executor, notBeforeShutdown, type ShutdownOptions } from './executor.js';
import type { Future } from './future.js';
import { poolOf, type TaskOwner } from './pending.js';
import { checkEventName, type PoolEvents } from './pool-events.js';
import { checkPoolOptions, type ThreadPoolExecutorOptions } from './pool-options.js';
import type { PoolStats } from './pool-stats.js';
import { RemotePool } from './remote-pool.js';
import { letFuturesTravel } from './shared-futures.js';
import { submit } from './submission.js';
import { type CheckedTaskOptions, checkTaskOptions, type TaskOptions, type TaskSubmitter } from './task-options.js';
import { taskChannel, traceSubmit } from './tracing.js';
import { WorkerThreads } from './worker-threads.js';

const forgottenRemote = new FinalizationRegistry<RemotePool>((remote) => {
  if (here.get(remote.key)?.deref() === undefined) {
    here.delete(remote.key);
    remote.setForgotten(true);
  }
});

/** Executors can be read from messages in this thread. They can be as soon as one was made. */
export let letExecutorsTravel: () => void;

/** Its number among the classes of handles. */
const EXECUTOR = 0;

/** The executors of this thread, by the keys of their pools. */
const here = new Map<number, WeakRef<object>>();

/** What was sent to other threads is not forgotten: they can submit. */
const travelled = new Set<object>();

let pools = 0;

/** A pool that nobody can submit to any more runs what is queued, and its threads end. */
const forgotten = new FinalizationRegistry<WorkerThreads>((threads) => {
  here.delete(threads.key);
  threads.close();
});

/**
 * Runs tasks on a pool of worker threads, in parallel. Python: `concurrent.futures.ThreadPoolExecutor`.
 *
 * Each worker is an isolate of its own and runs one task at a time, to its end if the task is asynchronous; it begins
 * others only while its own waits for tasks that no other worker is free for. A worker that dies fails the task that it ran
 * with WorkerTerminated, and is replaced. A task whose promise can never settle, as its worker's event loop is empty, fails
 * with a DeadlockError (docs/stuck.md). An idle pool keeps no process alive.
 *
 * An executor that is an argument of a task is the same pool there: the task can submit to it. Only the thread that made
 * the pool can shut it down.
 *
 * # Differences from Python
 * `maxWorkers` defaults to the number of cores, not to that and four more: an isolate is megabytes. What a task is
 * given and what it returns are copies.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor
 * @example
 * ```ts
 * const work = tasks(() => import('./work.js'));
 * const total = await new ThreadPoolExecutor(4).use(async (pool) => {
 *   const parts = await pool.map(work.count, files).toArray();
 *   return parts.reduce((sum, part) => sum + part, 0);
 * });
 * ```
 */
export class ThreadPoolExecutor extends Executor {
  readonly #threads: WorkerThreads | RemotePool;

  /**
   * Makes a pool. No thread is started before the first task.
   *
   * @throws ValueError for a number out of its range, TypeError for what is of another type, or for unknown options;
   * TaskError when `initializer` or one of `initargs` cannot travel.
   */
  constructor(maxWorkers?: number | ThreadPoolExecutorOptions);
  constructor(maxWorkers?: number | ThreadPoolExecutorOptions | WorkerThreads | RemotePool) {
    super();
    letExecutorsTravel();
    letFunctionsTravel();
    letFuturesTravel();
    if (maxWorkers instanceof RemotePool || maxWorkers instanceof WorkerThreads) {
      this.#threads = maxWorkers;
      here.set(maxWorkers.key, new WeakRef(this));
      if (maxWorkers instanceof RemotePool) {
        maxWorkers.setForgotten(false);
        forgottenRemote.register(this, maxWorkers);
      }
      return;
    }
    const options = checkPoolOptions(maxWorkers);
    pools += 1;
    this.#threads = new WorkerThreads(options, options.threadNamePrefix ?? `ThreadPoolExecutor-${pools}`);
    here.set(this.#threads.key, new WeakRef(this));
    forgotten.register(this, this.#threads);
  }

  static {
    letExecutorsTravel = () =>
      addHandleClass({
        number: EXECUTOR,
        keyOf(value) {
          if (!(#threads in value)) {
            return undefined;
          }
          if (value.#threads instanceof WorkerThreads) {
            travelled.add(value);
          }
          return value.#threads.key;
        },
        here: (key) => here.get(key)?.deref(),
        make: (key) => new (ThreadPoolExecutor as new (pool: TaskOwner) => object)(poolOf(key) ?? new RemotePool(key)),
      });
  }

  override submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Future<Awaited<Result>> {
    return taskChannel.hasSubscribers
      ? this.#traced(fn, args)
      : submitOnce(this.#threads, fn, args, fromSubmit, undefined, undefined);
  }

  // Apart from `submit`, which would have to make room for what the inner function sees, each time.
  #traced<Args extends unknown[], Result>(fn: (...args: Args) => Result, args: Args): Future<Awaited<Result>> {
    return traceSubmit(this, fn, (id) => submitOnce(this.#threads, fn, args, fromSubmit, undefined, id));
  }

  /** @internal */
  override submitterFor<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
  ): (args: Args) => Future<Awaited<Result>> {
    if (this.submit !== ThreadPoolExecutor.prototype.submit) {
      // A subclass has one of its own.
      return (args) => this.submit(fn, ...args);
    }
    return submitterOf(this, this.#threads, fn);
  }

  /**
   * The executor for tasks of which something is said: how urgent they are, and when they are to end.
   *
   * @throws TypeError for what is of another type, or for unknown options; ValueError for a value that makes no sense.
   * @example
   * ```ts
   * const page = await pool.options({ runTimeout: 1000, priority: 'high' }).submit(work.render, template);
   * ```
   */
  options(options: TaskOptions): TaskSubmitter {
    return new Submitter(this, this.#threads, checkTaskOptions(options));
  }

  override shutdown(wait: boolean | ShutdownOptions = {}): Promise<void> {
    const { timeout, ...options } = checkShutdown(wait);
    this.#threads.close();
    travelled.delete(this);
    if (options.cancelFutures === true) {
      native.cancelQueued(this.#threads.key);
    }
    if (options.wait === false) {
      return Promise.resolve();
    }
    const ended = this.#threads.ended();
    if (timeout === undefined) {
      return ended;
    }
    const alarm = new Alarm(timeout, () => this.#threads.stop(notBeforeShutdown(timeout)));
    return ended.finally(() => alarm.stop());
  }

  /**
   * What the pool has to do, does, and has done: counted by the workers as they go, tasks of all threads included. For each
   * worker, `runningTasks` names the tasks that it runs, and says for how long it has. The other times are
   * those of a sample, the last 512 of the tasks of this thread that were watched: one of 16 where tasks are submitted one by
   * one, fewer where there are many at once.
   *
   * @throws RuntimeError in a thread that has not made the pool.
   * @example
   * ```ts
   * const { queued, running } = pool.stats();
   * ```
   */
  stats(): PoolStats {
    return this.#threads.stats();
  }

  /**
   * Has `listener` called at each event: `workerStart`, `workerExit`, `workerError`, `drain`.
   *
   * @throws RuntimeError in a thread that has not made the pool. TypeError when `listener` is not a function,
   * ValueError when there is no such event.
   * @example
   * ```ts
   * pool.on('workerError', ({ name, error }) => console.error(name, error));
   * ```
   */
  on<Name extends keyof PoolEvents>(name: Name, listener: (...args: PoolEvents[Name]) => void): this {
    checkEventName(name);
    (this.#threads.events as EventEmitter).on(name, listener);
    return this;
  }

  /**
   * Has `listener` called at the next such event.
   *
   * @throws RuntimeError, TypeError, ValueError, as `on`.
   */
  once<Name extends keyof PoolEvents>(name: Name, listener: (...args: PoolEvents[Name]) => void): this {
    checkEventName(name);
    (this.#threads.events as EventEmitter).once(name, listener);
    return this;
  }

  /**
   * Takes an `on` or a `once` back.
   *
   * @throws RuntimeError, TypeError, ValueError, as `on`.
   */
  off<Name extends keyof PoolEvents>(name: Name, listener: (...args: PoolEvents[Name]) => void): this {
    checkEventName(name);
    (this.#threads.events as EventEmitter).off(name, listener);
    return this;
  }

  /**
   * Starts all workers now, and does not wait for tasks to need them.
   *
   * @returns a Promise that resolves when they are ready, and rejects with a BrokenThreadPool when none could start, or the
   * initializer of one has failed.
   * @throws RuntimeError after `shutdown()`, and in a thread that has not made the pool.
   * @example
   * ```ts
   * const pool = new ThreadPoolExecutor(4);
   * await pool.prestart();
   * ```
   */
  prestart(): Promise<void> {
    this.#threads.assertOpen();
    return this.#threads.prestart();
  }
}

brand(ThreadPoolExecutor, 'ThreadPoolExecutor');

/** A function that is written in the call itself is found by that. */
const fromSubmit = {
  method: ThreadPoolExecutor.prototype.submit,
  callPlace: () => callPlace(ThreadPoolExecutor.prototype.submit),
};

const fromMap = { callPlace: () => callPlace(Executor.prototype.map) };

function submitOnce<Args extends unknown[], Result>(
  threads: WorkerThreads | RemotePool,
  fn: (...args: Args) => Result,
  args: Args,
  from: typeof fromSubmit,
  options: CheckedTaskOptions | undefined,
  traceId: string | undefined,
): Future<Awaited<Result>> {
  threads.assertOpen();
  assertNotImporting();
  try {
    const future = submit(threads, describe(fn, from), args, options, traceId);
    threads.startIfNeeded();
    return future as Future<Awaited<Result>>;
  } catch (error) {
    throw atCaller(error, from.method);
  }
}

function submitterOf<Args extends unknown[], Result>(
  executor: Executor,
  threads: WorkerThreads | RemotePool,
  fn: (...args: Args) => Result,
  options?: CheckedTaskOptions,
): (args: Args) => Future<Awaited<Result>> {
  assertNotImporting();
  const description = describe(fn, fromMap);
  const submitNow = (args: Args, traceId?: string) => {
    const future = submit(threads, description, args, options, traceId);
    threads.startIfNeeded();
    return future as Future<Awaited<Result>>;
  };
  return (args) =>
    taskChannel.hasSubscribers ? traceSubmit(executor, fn, (id) => submitNow(args, id)) : submitNow(args);
}

/** What `options()` gives: an executor for `submit` and `map` alone. */
class Submitter extends Executor implements TaskSubmitter {
  /** Nobody else may hold it, and a pool that is collected is shut down. */
  readonly #pool: ThreadPoolExecutor;
  readonly #threads: WorkerThreads | RemotePool;
  readonly #options: CheckedTaskOptions;

  constructor(pool: ThreadPoolExecutor, threads: WorkerThreads | RemotePool, options: CheckedTaskOptions) {
    super();
    this.#pool = pool;
    this.#threads = threads;
    this.#options = options;
  }

  override submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Future<Awaited<Result>> {
    return taskChannel.hasSubscribers
      ? traceSubmit(this.#pool, fn, (id) => this.#submit(fn, args, id))
      : this.#submit(fn, args);
  }

  #submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    args: Args,
    traceId?: string,
  ): Future<Awaited<Result>> {
    return submitOnce(this.#threads, fn, args, fromOptions, this.#options, traceId);
  }

  override submitterFor<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
  ): (args: Args) => Future<Awaited<Result>> {
    return submitterOf(this.#pool, this.#threads, fn, this.#options);
  }

  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

const fromOptions = { method: Submitter.prototype.submit, callPlace: () => callPlace(Submitter.prototype.submit) };
