/**
 * Checksums on the native pool.
 *
 * @module
 */

import { checkOptions } from '../errors.js';
import type { Future } from '../futures/future.js';
import type { NativeTaskOptions } from './run-timeout.js';
import { type Bytes, CRC32, runKernel, submitFew, submitKernel, traced } from './task.js';

/** How to compute a checksum. */
export interface Crc32Options extends NativeTaskOptions {}

/**
 * The CRC-32 of bytes, computed on a native thread. Python: `zlib.crc32`.
 *
 * The bytes are copied at the call, or read while the task runs if they are shared, as for `hash`.
 *
 * # Differences from Python
 * It does not go on from the checksum of earlier bytes.
 *
 * @returns a Future of a whole number, from 0 to 2^32 - 1.
 * @throws TypeError when `bytes` is no view and no buffer, ValueError for a `runTimeout` that makes no sense,
 * RuntimeError when the system gives no thread, or no memory for the copy.
 * @see https://docs.python.org/3/library/zlib.html#zlib.crc32
 * @example
 * ```ts
 * console.log(await crc32(Buffer.from('123456789'))); // 3421780262
 * ```
 */
export function crc32(bytes: Bytes, options?: Crc32Options): Future<number> {
  return traced(crc32, bytes, options, submit);
}

function submit(bytes: Bytes, options: Crc32Options | undefined): Future<unknown> {
  return options === undefined ? (submitFew(CRC32, bytes) ?? crc32With(bytes, {})) : crc32With(bytes, options);
}

function crc32With(bytes: Bytes, options: Crc32Options): Future<unknown> {
  checkOptions(options, ['runTimeout']);
  return submitKernel(CRC32, bytes, options);
}

/**
 * The CRC-32 of bytes, computed on the calling thread. Python: `zlib.crc32`.
 *
 * @returns a whole number, from 0 to 2^32 - 1.
 * @throws TypeError when `bytes` is no view and no buffer.
 */
export function crc32Sync(bytes: Bytes): number {
  return runKernel(CRC32, bytes, 4).readUInt32BE();
}
