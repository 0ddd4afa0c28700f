/**
 * Python's concurrency library for Node.js, with no GIL.
 *
 * @module
 */

export { rebuild, reduce } from './codec/pair.js';
export { type Tasks, tasks } from './functions/tasks.js';
export * as futures from './futures/index.js';
export {
  asCompleted,
  SerialExecutor,
  ThreadPoolExecutor,
  type ThreadPoolExecutorOptions,
  wait,
} from './futures/index.js';
export * as kernels from './kernels/index.js';
export * as queue from './queue/index.js';
export * as shared from './shared/index.js';
export * as threading from './threading/index.js';
export { sleepSync } from './time.js';
