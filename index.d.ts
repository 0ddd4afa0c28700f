/**
 * Python's concurrency library for Node.js, with no GIL.
 *
 * | Python | here |
 * |---|---|
 * | `concurrent.futures` | `nogil/futures`: executors and futures |
 * | `threading` | `nogil/threading`: threads |
 * | | `nogil/kernels`: native tasks that come with the package |
 */

export * from './dist/index.js';
