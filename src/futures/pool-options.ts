/**
 * How a ThreadPoolExecutor is made.
 *
 * @module
 */

import { availableParallelism } from 'node:os';
import { type ResourceLimits, SHARE_ENV } from 'node:worker_threads';
import { defaultLimits, type Limits } from '../codec/limits.js';
import { checkCount, checkMost } from '../counts.js';
import { checkOptions, ValueError, wrongType } from '../errors.js';
import { checkLimit } from './task-options.js';

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
   * While a task awaits tasks that it has submitted to its own pool, or to one that waits for that, its worker may begin more,
   * where the pool has `maxWorkers` workers and no other one is free: tasks that wait for one another never wait for ever. Where a task blocks for them
   * (`resultSync`), and the pool could wait for itself, another worker is started in its place. So `maxWorkers`
   * and 32 more may block at once, beside `maxWorkers` that run; the next one has a DeadlockError.
   *
   * Minimum: 1.
   *
   * @default 1
   */
  tasksPerWorker?: number | undefined;

  /**
   * Workers are named by this, `_` and a number that counts from 0: `threadName` of `node:worker_threads`, where Node has
   * it, and tools show the name.
   *
   * @default 'ThreadPoolExecutor-' and the number of the pool
   */
  threadNamePrefix?: string | undefined;

  /**
   * Is called in each worker before its first task, and awaited. If it fails in one, the pool is broken: all that waits and
   * all later submits fail with a BrokenThreadPool, whose `initializerError` is what it threw.
   *
   * @default none
   */
  initializer?: ((...args: never[]) => unknown) | undefined;

  /**
   * Arguments of `initializer`. They are copied once, when the executor is made.
   *
   * @default []
   */
  initargs?: readonly unknown[] | undefined;

  /**
   * Milliseconds. A worker that has had no task for so long ends; another one is started when it is needed.
   *
   * Minimum: 0.
   *
   * @default null: idle workers stay, as with Infinity
   */
  idleTimeout?: number | null | undefined;

  /**
   * A worker ends after so many tasks, and another takes its place: what tasks leave behind, such as timers, sockets and
   * what leaks, goes with it.
   *
   * Minimum: 1.
   *
   * @default null: no limit, as Infinity
   */
  maxTasksPerWorker?: number | null | undefined;

  /**
   * Tasks of this thread that may wait, beyond as many as all workers can run at once (`maxWorkers` times `tasksPerWorker`).
   * With one more, `submit` throws a QueueFullError and submits nothing. What other threads submit does not count.
   *
   * Minimum: 0.
   *
   * @default null: no limit, as Infinity
   */
  maxQueue?: number | null | undefined;

  /**
   * Bytes of arguments and captured values of tasks of this thread that have not ended, ArrayBuffers that were transferred
   * included. `submit` throws a QueueFullError,
   * and submits nothing, when there would be more. What other threads submit does not count.
   *
   * Minimum: 0.
   *
   * @default null: no limit, as Infinity
   */
  maxQueueBytes?: number | null | undefined;

  /**
   * How much the arguments of one task, and one result, may hold: levels of objects within objects (`depth`), bytes of the
   * message (`bytes`), and values in all (`count`). `submit` throws a TaskError, and submits nothing, when its arguments hold
   * more; the Future of a task that has returned more fails with one. What is transferred or shared has no bytes, and what
   * a task throws has the usual limits.
   *
   * Minimum: 1 each.
   *
   * @default \{ depth: 1000, bytes: 2 ** 31 - 8, count: 2 ** 28 - 1 \}, which is the maximum too
   */
  limits?: { depth?: number | undefined; bytes?: number | undefined; count?: number | undefined } | undefined;

  /**
   * Limits of each worker's heap and stack in megabytes, as `new Worker` takes them. A worker that reaches one ends, and
   * fails its tasks with WorkerOutOfMemory.
   *
   * @default Node's own
   */
  resourceLimits?: ResourceLimits | undefined;

  /**
   * The `process.env` of the workers, as `new Worker` takes it: an object, or `SHARE_ENV`.
   *
   * @default a copy of `process.env` for each worker, as it is when that starts
   */
  env?: NodeJS.ProcessEnv | typeof SHARE_ENV | undefined;

  /**
   * Where goes what workers print. `'inherit'`: at once to the process's own file descriptors 1 and 2, also while the main
   * thread is blocked; where a pipe is full, what another thread prints may come within a line. `'pipe'`: through `process.stdout` and `process.stderr` of the thread that made the pool, as Node
   * has it, when that has the time.
   *
   * @default 'inherit'
   */
  console?: 'inherit' | 'pipe' | undefined;

  /**
   * Milliseconds. So long a task that was aborted may go on, to end by itself. Then its worker is ended. A task that has
   * to clean up more than code that runs at once needs more than the default.
   *
   * Minimum: 0. Infinity or null: it is never ended.
   *
   * @default 50
   */
  graceTime?: number | null | undefined;
}

/** Options that were checked; Infinity where there is no limit. */
export interface PoolOptions {
  readonly maxWorkers: number;
  readonly tasksPerWorker: number;
  readonly threadNamePrefix: string | undefined;
  readonly initializer: ((...args: never[]) => unknown) | undefined;
  readonly initargs: readonly unknown[];
  readonly idleTimeout: number;
  readonly maxTasksPerWorker: number;
  readonly maxQueue: number;
  readonly maxQueueBytes: number;
  readonly limits: Limits;
  readonly resourceLimits: ResourceLimits | undefined;
  readonly env: NodeJS.ProcessEnv | typeof SHARE_ENV | undefined;
  readonly console: 'inherit' | 'pipe';
  readonly graceTime: number;
}

const known = [
  'maxWorkers',
  'tasksPerWorker',
  'threadNamePrefix',
  'initializer',
  'initargs',
  'idleTimeout',
  'maxTasksPerWorker',
  'maxQueue',
  'maxQueueBytes',
  'limits',
  'resourceLimits',
  'env',
  'console',
  'graceTime',
];

const GRACE_TIME = 50;

/** As many as the native side can count. */
const MOST = 2 ** 31 - 1;

/**
 * Checks what a user has given.
 *
 * @throws TypeError for what is of another type, or for unknown options; ValueError for a value that makes no sense.
 */
export function checkPoolOptions(given: unknown): PoolOptions {
  const options = typeof given === 'object' && given !== null ? given : { maxWorkers: given };
  checkOptions(options, known);
  const { threadNamePrefix, initializer, initargs, resourceLimits, env, graceTime, ...rest } =
    options as ThreadPoolExecutorOptions;
  // First, as Python does: of several that are wrong, one is named.
  const maxWorkers = checkCount('maxWorkers', rest.maxWorkers, 1, MOST) ?? availableParallelism();
  if (threadNamePrefix !== undefined && typeof threadNamePrefix !== 'string') {
    throw wrongType('threadNamePrefix', 'a string', threadNamePrefix);
  }
  if (initializer !== undefined && typeof initializer !== 'function') {
    throw wrongType('initializer', 'a function', initializer);
  }
  if (initargs !== undefined && !Array.isArray(initargs)) {
    throw wrongType('initargs', 'an array', initargs);
  }
  checkResourceLimits(resourceLimits);
  if (env !== undefined && env !== SHARE_ENV && (typeof env !== 'object' || env === null)) {
    throw wrongType('env', 'an object, or SHARE_ENV', env);
  }
  return {
    maxWorkers,
    tasksPerWorker: checkCount('tasksPerWorker', rest.tasksPerWorker, 1, MOST) ?? 1,
    threadNamePrefix,
    initializer,
    initargs: initargs ?? [],
    idleTimeout: checkLimit('idleTimeout', rest.idleTimeout) ?? Number.POSITIVE_INFINITY,
    maxTasksPerWorker: checkMost('maxTasksPerWorker', rest.maxTasksPerWorker, 1, MOST),
    maxQueue: checkMost('maxQueue', rest.maxQueue, 0, MOST),
    maxQueueBytes: checkMost('maxQueueBytes', rest.maxQueueBytes, 0, MOST),
    limits: checkLimits(rest.limits),
    resourceLimits,
    env,
    console: checkConsole(rest.console),
    graceTime: graceTime === undefined ? GRACE_TIME : (checkLimit('graceTime', graceTime) ?? Number.POSITIVE_INFINITY),
  };
}

/** Node takes no notice of what it does not know, or cannot start a worker with it. */
function checkResourceLimits(limits: unknown): void {
  if (limits === undefined) {
    return;
  }
  if (typeof limits !== 'object' || limits === null) {
    throw wrongType('resourceLimits', 'an object', limits);
  }
  checkOptions(limits, ['maxOldGenerationSizeMb', 'maxYoungGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb']);
  for (const [name, megabytes] of Object.entries(limits)) {
    if (megabytes !== undefined && typeof megabytes !== 'number') {
      throw wrongType(`resourceLimits.${name}`, 'a number of megabytes', megabytes);
    }
    if (megabytes !== undefined && !(megabytes > 0)) {
      throw new ValueError(`resourceLimits.${name}: expected more than 0; got ${megabytes}`);
    }
  }
}

function checkLimits(limits: ThreadPoolExecutorOptions['limits']): Limits {
  if (limits === undefined) {
    return defaultLimits;
  }
  if (typeof limits !== 'object' || limits === null) {
    throw wrongType('limits', 'an object', limits);
  }
  checkOptions(limits, ['depth', 'bytes', 'count']);
  const { depth, bytes, count } = defaultLimits;
  return {
    depth: checkCount('limits.depth', limits.depth, 1, depth) ?? depth,
    bytes: checkCount('limits.bytes', limits.bytes, 1, bytes) ?? bytes,
    count: checkCount('limits.count', limits.count, 1, count) ?? count,
  };
}

function checkConsole(console: unknown): 'inherit' | 'pipe' {
  if (console === undefined || console === 'inherit' || console === 'pipe') {
    return console ?? 'inherit';
  }
  if (typeof console !== 'string') {
    throw wrongType('console', "'inherit' or 'pipe'", console);
  }
  throw new ValueError(`console: expected 'inherit' or 'pipe'; got '${console}'`);
}
