/**
 * Tasks on worker threads.
 *
 * @module
 */

import { availableParallelism } from 'node:os';
import { native } from '../binding/native.js';
import { addHandleClass } from '../codec/handles.js';
import { checkOptions, ValueError, wrongType } from '../errors.js';
import { callPlace } from '../functions/call-place.js';
import { describe } from '../functions/describe.js';
import { assertNotImporting } from '../functions/importing.js';
import { letFunctionsTravel } from '../functions/travelling.js';
import './blocking.js';
import { Executor, type ShutdownOptions } from './executor.js';
import type { Future } from './future.js';
import { poolOf, type TaskOwner } from './pending.js';
import { RemotePool } from './remote-pool.js';
import { submit } from './submission.js';
import { WorkerThreads } from './worker-threads.js';

/** How a ThreadPoolExecutor is made. */
export interface ThreadPoolExecutorOptions {
  /**
   * Worker threads at most. They are started when tasks need them, and stay.
   *
   * Minimum: 1.
   *
   * @default os.availableParallelism()
   */
  maxWorkers?: number | undefined;

  /**
   * Asynchronous tasks that a worker runs at once. While a task awaits something, its worker begins others, up to this
   * number. Tasks that are not asynchronous run one at a time in any case.
   *
   * Minimum: 1.
   *
   * @default 1
   */
  tasksPerWorker?: number | undefined;
}

const forgottenRemote = new FinalizationRegistry<RemotePool>((remote) => {
  if (here.get(remote.key)?.deref() === undefined) {
    here.delete(remote.key);
    remote.forget();
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
 * Each worker is an isolate of its own and runs one task at a time, to its end if the task is asynchronous. A worker
 * that dies fails the task that it ran with WorkerTerminated, and is replaced. An idle pool keeps no process alive.
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
   * @throws ValueError when `maxWorkers` is less than 1, TypeError when it is no whole number, or for unknown options.
   */
  constructor(maxWorkers?: number | ThreadPoolExecutorOptions);
  constructor(maxWorkers?: number | ThreadPoolExecutorOptions | WorkerThreads | RemotePool) {
    super();
    letExecutorsTravel();
    letFunctionsTravel();
    if (maxWorkers instanceof RemotePool || maxWorkers instanceof WorkerThreads) {
      this.#threads = maxWorkers;
      here.set(maxWorkers.key, new WeakRef(this));
      if (maxWorkers instanceof RemotePool) {
        forgottenRemote.register(this, maxWorkers);
      }
      return;
    }
    const options = typeof maxWorkers === 'object' && maxWorkers !== null ? maxWorkers : { maxWorkers };
    checkOptions(options, ['maxWorkers', 'tasksPerWorker']);
    const most = checkCount('maxWorkers', options.maxWorkers, availableParallelism());
    const tasksPerWorker = checkCount('tasksPerWorker', options.tasksPerWorker, 1);
    pools += 1;
    this.#threads = new WorkerThreads(most, tasksPerWorker, `ThreadPoolExecutor-${pools}`);
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
        find(key) {
          const executor = here.get(key)?.deref();
          return (
            executor ?? new (ThreadPoolExecutor as new (pool: TaskOwner) => object)(poolOf(key) ?? new RemotePool(key))
          );
        },
      });
  }

  override submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Future<Awaited<Result>> {
    this.#threads.assertOpen();
    assertNotImporting();
    const future = submit(this.#threads, describe(fn, fromSubmit), args);
    this.#threads.startIfNeeded();
    return future as Future<Awaited<Result>>;
  }

  /** @internal */
  override submitterFor<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
  ): (args: Args) => Future<Awaited<Result>> {
    if (this.submit !== ThreadPoolExecutor.prototype.submit) {
      // A subclass has one of its own.
      return (args) => this.submit(fn, ...args);
    }
    assertNotImporting();
    const description = describe(fn, fromMap);
    return (args) => {
      const future = submit(this.#threads, description, args);
      this.#threads.startIfNeeded();
      return future as Future<Awaited<Result>>;
    };
  }

  override shutdown(wait: boolean | ShutdownOptions = {}): Promise<void> {
    const options = typeof wait === 'boolean' ? { wait } : wait;
    checkOptions(options, ['wait', 'cancelFutures']);
    this.#threads.close();
    travelled.delete(this);
    if (options.cancelFutures === true) {
      native.cancelQueued(this.#threads.key);
    }
    return options.wait === false ? Promise.resolve() : this.#threads.ended();
  }
}

/** A function that is written in the call itself is found by that. */
const fromSubmit = { callPlace: () => callPlace(ThreadPoolExecutor.prototype.submit) };

const fromMap = { callPlace: () => callPlace(Executor.prototype.map) };

/** As many as the native side can count. */
const MOST = 2 ** 31 - 1;

function checkCount(name: string, count: unknown, otherwise: number): number {
  if (count === undefined) {
    return otherwise;
  }
  if (typeof count !== 'number' || !Number.isInteger(count)) {
    throw wrongType(name, 'a whole number', count);
  }
  if (count < 1 || count > MOST) {
    throw new ValueError(`${name}: expected ${count < 1 ? '1 or more' : `at most ${MOST}`}; got ${count}`);
  }
  return count;
}
