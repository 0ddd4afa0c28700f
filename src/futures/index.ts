/**
 * Executors and futures. Python: `concurrent.futures`.
 *
 * @module
 */

export {
  BrokenExecutor,
  BrokenThreadPool,
  CancelledError,
  DecodeError,
  NativePanic,
  RuntimeError,
  TaskError,
  TimeoutError,
  ValueError,
  WorkerOutOfMemory,
  WorkerTerminated,
} from '../errors.js';
export { type Tasks, tasks } from '../functions/tasks.js';
export { Executor, type ShutdownOptions } from './executor.js';
export type { Future } from './future.js';
export type { ResultIterator } from './result-iterator.js';
export { ThreadPoolExecutor, type ThreadPoolExecutorOptions } from './thread-pool-executor.js';
