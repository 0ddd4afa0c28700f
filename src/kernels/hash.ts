/**
 * Hashing on the native pool.
 *
 * @module
 */

import { types } from 'node:util';
import { native } from '../binding/native.js';
import { isEncoding } from '../codec/encode.js';
import { checkOptions, ValueError, wrongType } from '../errors.js';
import type { Future } from '../futures/future.js';
import '../futures/settlement.js';
import { nativeHash, submitBytes, submitNative } from '../futures/submission.js';
import { withResources } from './resources.js';
import { checkRunTimeout, type NativeTaskOptions } from './run-timeout.js';

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

/** Their order is known to the native side (`crate/binding/src/kernels.rs`). */
const algorithms: readonly HashAlgorithm[] = ['blake3'];
const digestBytes = { blake3: 32 } as const;

/** Up to so many bytes, one more copy costs less than a call into native code. */
const FEW_BYTES = 256;

/** The native pool has a thread. */
let hasThreads = false;

type Bytes = ArrayBufferView | ArrayBufferLike;

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
export function hash(bytes: Bytes, options: HashOptions = {}): Future<Buffer> {
  checkOptions(options, ['algorithm', 'runTimeout']);
  const algorithm = checkAlgorithm(options);
  const limit = checkRunTimeout(options.runTimeout);
  const view = checkBytes(bytes);
  const shared = types.isSharedArrayBuffer(view.buffer) ? 1 : 0;
  const future =
    view.length <= FEW_BYTES && shared === 0 && limit === Number.POSITIVE_INFINITY && !isEncoding()
      ? submitFew(algorithm, view)
      : submitMany(algorithm, view, shared, limit);
  return future as Future<unknown> as Future<Buffer>;
}

/** Few bytes go the way of all tasks, several in one call. */
function submitFew(algorithm: number, view: Uint8Array): Future<unknown> {
  if (!hasThreads) {
    withResources(() => native.nativeCounts());
    hasThreads = true;
  }
  return submitBytes(algorithm, view);
}

function submitMany(algorithm: number, view: Uint8Array, shared: 0 | 1, limit: number): Future<unknown> {
  const start = (task: number): unknown => withResources(() => nativeHash(task, algorithm, view, shared, limit));
  return submitNative(start, view);
}

/**
 * Hashes bytes on the calling thread, which does nothing else meanwhile.
 *
 * @returns the digest.
 * @throws TypeError when `bytes` is no view and no buffer, ValueError for an unknown algorithm.
 */
export function hashSync(bytes: Bytes, options: HashSyncOptions = {}): Buffer {
  checkOptions(options, ['algorithm']);
  const algorithm = checkAlgorithm(options);
  const view = checkBytes(bytes);
  const digest = Buffer.alloc(digestBytes[algorithms[algorithm] as HashAlgorithm]);
  native.hashSync(algorithm, view, types.isSharedArrayBuffer(view.buffer), digest);
  return digest;
}

function checkAlgorithm({ algorithm = 'blake3' }: HashSyncOptions): number {
  if (typeof algorithm !== 'string') {
    throw wrongType('algorithm', 'a string', algorithm);
  }
  const index = algorithms.indexOf(algorithm);
  if (index === -1) {
    throw new ValueError(`algorithm: expected ${algorithms.join(' or ')}; got '${algorithm}'`);
  }
  return index;
}

function checkBytes(bytes: unknown): Uint8Array {
  if (ArrayBuffer.isView(bytes)) {
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  if (types.isAnyArrayBuffer(bytes)) {
    return new Uint8Array(bytes);
  }
  throw wrongType('bytes', 'a Uint8Array, another view, or a buffer', bytes);
}
