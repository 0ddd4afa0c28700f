/**
 * What the waits of `nogil/queue` are given.
 *
 * @module
 */

import { checkOptions, ValueError, wrongType } from '../errors.js';
import type { Patience } from '../threading/lock-options.js';
import { checkTimeout } from '../timeout.js';
import { checkSignal } from '../waiting/cancellation.js';

export { forEver } from '../threading/lock-options.js';

/** How an item is put, or got. */
export interface QueueOptions {
  /**
   * Whether to wait.
   *
   * @default true
   */
  block?: boolean | undefined;
  /**
   * Milliseconds; fractions count. 0 looks once. null, undefined and `Infinity` wait for as long as it takes.
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

/** As Python has it: without `block` the time does not matter, and a negative one is an error where there is a wait. */
export function queuePatience(
  block: boolean | QueueOptions | undefined,
  timeout: number | null | undefined,
  canWait: boolean,
): Patience {
  if (typeof block === 'object' && block !== null) {
    checkOptions(block, ['block', 'timeout', 'signal']);
    return { ...queuePatience(block.block, block.timeout, canWait), signal: checkSignal(block.signal) };
  }
  if (block !== undefined && typeof block !== 'boolean') {
    throw wrongType('block', 'a boolean', block);
  }
  if (block === false) {
    return { milliseconds: 0, signal: undefined };
  }
  const milliseconds = checkTimeout('timeout', timeout);
  if (milliseconds < 0 && canWait) {
    throw new ValueError(`timeout: expected 0 or more; got ${milliseconds}`);
  }
  return { milliseconds: Math.max(0, milliseconds), signal: undefined };
}
