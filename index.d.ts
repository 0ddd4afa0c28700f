/**
 * Python's concurrency library for Node.js, with no GIL.
 *
 * | Python | here |
 * |---|---|
 * | `concurrent.futures` | `nogil/futures`: executors and futures |
 * | | `nogil/kernels`: native tasks that come with the package |
 */

export * as futures from './dist/futures/index.js';
export {
  rebuild,
  reduce,
  sleepSync,
  type Tasks,
  ThreadPoolExecutor,
  type ThreadPoolExecutorOptions,
  tasks,
} from './dist/index.js';
export * as kernels from './dist/kernels/index.js';
