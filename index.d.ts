/**
 * Python's concurrency library for Node.js, with no GIL.
 *
 * | Python | here |
 * |---|---|
 * | `concurrent.futures` | `nogil/futures`: executors and futures |
 * | | `nogil/kernels`: native tasks that come with the package |
 */

export { ThreadPoolExecutor, type ThreadPoolExecutorOptions, type Tasks, tasks } from './dist/index.js';
export * as futures from './dist/futures/index.js';
export * as kernels from './dist/kernels/index.js';
