/**
 * Executors and futures. Python: `concurrent.futures`.
 *
 * @module
 */

export {
  BrokenExecutor,
  BrokenThreadPool,
  CancelledError,
  DeadlockError,
  DecodeError,
  InvalidStateError,
  NativePanic,
  QueueFullError,
  RuntimeError,
  TaskError,
  TimeoutError,
  ValueError,
  WorkerOutOfMemory,
  WorkerTerminated,
} from '../errors.js';
export { type Tasks, tasks } from '../functions/tasks.js';
export type { TimeoutOptions } from '../timeout.js';
export { asCompleted, type CompletedFuture } from './as-completed.js';

import './blocking.js';

export { type CurrentTask, currentTask } from './current-task.js';
export { Executor, type ShutdownOptions } from './executor.js';
export { Future } from './future.js';
export type { Source } from './map-inputs.js';
export type { MapOptions } from './map-options.js';
export type { PoolEvents, WorkerInfo } from './pool-events.js';
export type { ThreadPoolExecutorOptions } from './pool-options.js';
export type { Percentiles, PoolStats, RunningTaskStats, WorkerStats } from './pool-stats.js';
export type { ResultIterator } from './result-iterator.js';
export { SerialExecutor } from './serial-executor.js';
export type { TaskOptions, TaskSubmitter } from './task-options.js';
export { ThreadPoolExecutor } from './thread-pool-executor.js';
export type { RunTrace, TaskTrace } from './tracing.js';
export { transfer } from './transfer.js';
export type { Transferable } from './transferables.js';
export { onUnobserved } from './unobserved.js';
export {
  ALL_COMPLETED,
  type DoneAndNotDoneFutures,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type ReturnWhen,
  type WaitOptions,
  wait,
} from './wait.js';
