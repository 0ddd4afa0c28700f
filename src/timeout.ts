/**
 * How long something may take: the rules that all times of this package follow.
 *
 * @module
 */

import { TIMEOUT_MAX } from './binding/waiting.js';
import { checkOptions, ValueError, wrongType } from './errors.js';

/** How long is waited at most. */
export interface TimeoutOptions {
  /**
   * Milliseconds; fractions count. 0 or less looks once and does not wait. null, undefined and `Infinity` wait for as
   * long as it takes.
   *
   * @default undefined
   */
  timeout?: number | null | undefined;
}

/**
 * A time in milliseconds as a number, `Infinity` where there is none.
 *
 * @throws TypeError when it is neither a number, null nor undefined, ValueError when it is NaN or finite and too large.
 */
export function checkTimeout(name: string, timeout: unknown): number {
  if (timeout === undefined || timeout === null) {
    return Number.POSITIVE_INFINITY;
  }
  if (typeof timeout !== 'number') {
    throw wrongType(name, 'a number of milliseconds', timeout);
  }
  if (Number.isNaN(timeout) || (timeout > TIMEOUT_MAX && timeout !== Number.POSITIVE_INFINITY)) {
    throw new ValueError(`${name}: expected ${TIMEOUT_MAX} at most, or Infinity; got ${timeout}`);
  }
  return timeout;
}

/** The options, where a number or nothing may stand in their place. Keys that are no options throw a TypeError. */
export function timeoutOptions<Options extends TimeoutOptions>(
  timeout: number | null | undefined | Options,
  ...otherKeys: readonly Exclude<keyof Options & string, 'timeout'>[]
): Options | TimeoutOptions {
  if (typeof timeout !== 'object' || timeout === null) {
    return { timeout };
  }
  checkOptions(timeout, ['timeout', ...otherKeys]);
  return timeout;
}
