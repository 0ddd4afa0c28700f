/**
 * What the waits of `nogil/threading` are given.
 *
 * @module
 */

import { TIMEOUT_MAX } from '../binding/waiting.js';
import { checkOptions, ValueError, wrongType } from '../errors.js';
import { checkTimeout } from '../timeout.js';
import { checkSignal } from '../waiting/cancellation.js';

/** How something is acquired. */
export interface AcquireOptions {
  /**
   * Whether to wait where it is not free. `tryAcquire()` is `acquireSync(false)`.
   *
   * @default true
   */
  blocking?: boolean | undefined;
  /**
   * Milliseconds; fractions count. 0 looks once. null, undefined, `Infinity`, and for locks -1, wait for as long as it takes.
   *
   * @default undefined
   */
  timeout?: number | null | undefined;
  /**
   * Ends the wait, which then throws the signal's reason. Awaited forms only: a blocked thread hears of no signal.
   *
   * @default undefined
   */
  signal?: AbortSignal | undefined;
}

/** How a wait goes that is always one. */
export interface WaitOptions {
  /**
   * Milliseconds; fractions count. 0 or less looks once. null, undefined and `Infinity` wait for as long as it takes.
   *
   * @default undefined
   */
  timeout?: number | null | undefined;
  /**
   * Ends the wait, which then throws the signal's reason. Awaited forms only.
   *
   * @default undefined
   */
  signal?: AbortSignal | undefined;
}

/** Checked: 0 milliseconds are no wait. */
export interface Patience {
  readonly milliseconds: number;
  readonly signal: AbortSignal | undefined;
}

/** What all calls without arguments have. */
export const forEver: Patience = { milliseconds: Number.POSITIVE_INFINITY, signal: undefined };

/** As Python has it: a time only with `blocking`, and -1 is none. */
export function acquirePatience(
  blocking: boolean | AcquireOptions | undefined,
  timeout: number | null | undefined,
  isForeverNegative: boolean,
): Patience {
  if (typeof blocking === 'object' && blocking !== null) {
    checkOptions(blocking, ['blocking', 'timeout', 'signal']);
    const { signal } = blocking;
    const patience = acquirePatience(blocking.blocking, blocking.timeout, isForeverNegative);
    return { ...patience, signal: checkSignal(signal) };
  }
  if (blocking !== undefined && typeof blocking !== 'boolean') {
    throw wrongType('blocking', 'a boolean', blocking);
  }
  const isForever = timeout === null || timeout === undefined || (isForeverNegative && timeout === -1);
  if (blocking === false) {
    if (!isForever) {
      checkTimeout('timeout', timeout);
      throw new ValueError("timeout: can't specify a timeout for a non-blocking call");
    }
    return { milliseconds: 0, signal: undefined };
  }
  if (isForever) {
    return forEver;
  }
  const milliseconds = checkTimeout('timeout', timeout);
  if (milliseconds < 0 && isForeverNegative) {
    throw new ValueError(`timeout: expected 0 to ${TIMEOUT_MAX}, or -1 for as long as it takes; got ${milliseconds}`);
  }
  return { milliseconds: Math.max(0, milliseconds), signal: undefined };
}

/** The same for what has no `blocking`. */
export function waitPatience(timeout: number | null | undefined | WaitOptions): Patience {
  if (timeout === undefined || timeout === null) {
    return forEver;
  }
  if (typeof timeout === 'object') {
    checkOptions(timeout, ['timeout', 'signal']);
    return { ...waitPatience(timeout.timeout), signal: checkSignal(timeout.signal) };
  }
  return { milliseconds: Math.max(0, checkTimeout('timeout', timeout)), signal: undefined };
}
