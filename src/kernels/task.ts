/**
 * How the native tasks of this folder are submitted: a function over bytes, by its number.
 *
 * @module
 */

import { types } from 'node:util';
import { native } from '../binding/native.js';
import { isEncoding } from '../codec/busy.js';
import { wrongType } from '../errors.js';
import type { Future } from '../futures/future.js';
import '../futures/blocking.js';
import { nativeHash, submitBytes, submitNative } from '../futures/submission.js';
import { taskChannel, traceSubmit } from '../futures/tracing.js';
import { withResources } from './resources.js';
import { checkRunTimeout, type NativeTaskOptions } from './run-timeout.js';

/** Their numbers are known to the native side (`crate/binding/src/kernels.rs`). */
export const BLAKE3 = 0;
export const CRC32 = 1;

/** Up to so many bytes, one more copy costs less than a call into native code. */
const FEW_BYTES = 256;

// Not the property, which a subclass can replace.
const byteLengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength')
  ?.get as (this: Uint8Array) => number;

/** The native pool has a thread. */
let hasThreads = false;

/** What bytes are given as. */
export type Bytes = ArrayBufferView | ArrayBufferLike;

/** Submits a native task, whose function is `fn`, and tells of it if somebody listens. */
export function traced<Options, Result>(
  fn: (bytes: Bytes, options?: Options) => Future<Result>,
  bytes: Bytes,
  options: Options | undefined,
  submit: (bytes: Bytes, options: Options | undefined) => Future<unknown>,
): Future<Result> {
  const future = taskChannel.hasSubscribers
    ? traceSubmit(undefined, fn, () => submit(bytes, options))
    : submit(bytes, options);
  return future as Future<Result>;
}

/** Submits a task with few bytes and no options; undefined for any other. */
export function submitFew(kernel: number, bytes: Bytes): Future<unknown> | undefined {
  if (!types.isUint8Array(bytes) || isEncoding()) {
    return undefined;
  }
  const length = byteLengthOf.call(bytes);
  // One without bytes may be a detached one, which is refused there.
  if (length === 0 || length > FEW_BYTES) {
    return undefined;
  }
  if (!hasThreads) {
    withResources(() => native.nativeCounts());
    hasThreads = true;
  }
  // A copy of shared bytes is as good as reading them later.
  return submitBytes(kernel, bytes);
}

/** Submits a task, whatever its bytes. */
export function submitKernel(kernel: number, bytes: Bytes, options: NativeTaskOptions): Future<unknown> {
  const limit = checkRunTimeout(options.runTimeout);
  const view = checkBytes(bytes);
  const shared = types.isSharedArrayBuffer(view.buffer) ? 1 : 0;
  return submitNative((task) => withResources(() => nativeHash(task, kernel, view, shared, limit)), view);
}

/** Runs a task on the calling thread, and gives its bytes. */
export function runKernel(kernel: number, bytes: Bytes, length: number): Buffer {
  const view = checkBytes(bytes);
  const digest = Buffer.alloc(length);
  native.hashSync(kernel, view, types.isSharedArrayBuffer(view.buffer), digest);
  return digest;
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
