/**
 * Hashing on the native pool.
 *
 * @module
 */

import { checkOptions, ValueError, wrongType } from '../errors.js';
import type { Future } from '../futures/future.js';
import type { NativeTaskOptions } from './run-timeout.js';
import { BLAKE3, type Bytes, runKernel, submitFew, submitKernel, traced } from './task.js';

/** A hash function. */
export type HashAlgorithm = 'blake3';

/** How to hash on the calling thread. */
export interface HashSyncOptions {
  /**
   * The hash function: `'blake3'` gives 32 bytes.
   *
   * @default 'blake3'
   */
  algorithm?: HashAlgorithm | undefined;
}

/** How to hash. */
export interface HashOptions extends HashSyncOptions, NativeTaskOptions {}

const kernels: Record<HashAlgorithm, { number: number; digestBytes: number }> = {
  blake3: { number: BLAKE3, digestBytes: 32 },
};

/**
 * Hashes bytes on a native thread.
 *
 * The bytes are copied at the call, so they may be changed at once; a view over a SharedArrayBuffer is not copied whole
 * but read 64 KiB at a time while the task runs: what other threads write meanwhile may or may not be in the digest.
 *
 * @returns a Future of the digest.
 * The Future fails with a TimeoutError when the hash runs longer than `runTimeout` milliseconds. It hears of that, and
 * ends, every 64 KiB.
 *
 * @throws TypeError when `bytes` is no view and no buffer, ValueError for an unknown algorithm or a `runTimeout` that
 * makes no sense, RuntimeError when the system gives no thread, or no memory for the copy.
 * @example
 * ```ts
 * const digest = await hash(await readFile('package.json'), { algorithm: 'blake3' });
 * console.log(digest.toString('hex'));
 * ```
 */
export function hash(bytes: Bytes, options?: HashOptions): Future<Buffer> {
  return traced(hash, bytes, options, submit);
}

function submit(bytes: Bytes, options: HashOptions | undefined): Future<unknown> {
  return options === undefined ? (submitFew(BLAKE3, bytes) ?? hashWith(bytes, {})) : hashWith(bytes, options);
}

function hashWith(bytes: Bytes, options: HashOptions): Future<unknown> {
  checkOptions(options, ['algorithm', 'runTimeout']);
  return submitKernel(checkAlgorithm(options).number, bytes, options);
}

/**
 * Hashes bytes on the calling thread, which does nothing else meanwhile.
 *
 * @returns the digest.
 * @throws TypeError when `bytes` is no view and no buffer, ValueError for an unknown algorithm.
 */
export function hashSync(bytes: Bytes, options: HashSyncOptions = {}): Buffer {
  checkOptions(options, ['algorithm']);
  const { number, digestBytes } = checkAlgorithm(options);
  return runKernel(number, bytes, digestBytes);
}

function checkAlgorithm({ algorithm = 'blake3' }: HashSyncOptions): { number: number; digestBytes: number } {
  if (typeof algorithm !== 'string') {
    throw wrongType('algorithm', 'a string', algorithm);
  }
  if (!Object.hasOwn(kernels, algorithm)) {
    throw new ValueError(`algorithm: expected ${Object.keys(kernels).join(' or ')}; got '${algorithm}'`);
  }
  return kernels[algorithm];
}
