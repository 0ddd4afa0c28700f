/**
 * What `map` is given after its function.
 *
 * @module
 */

import { checkMost } from '../counts.js';
import { checkOptions } from '../errors.js';
import { checkTimeout, type TimeoutOptions } from '../timeout.js';
import type { MapLimits } from './result-iterator.js';

/** How `map` goes about it. The time counts from its call on, for all results together. */
export interface MapOptions extends TimeoutOptions {
  /**
   * So many tasks at most are submitted whose results were not asked for.
   *
   * Minimum: 1. null and undefined: all are submitted at the call.
   *
   * @default undefined
   */
  buffersize?: number | null | undefined;

  /**
   * Tasks that are sent together to another process. Threads and the calling thread do not need it.
   *
   * Minimum: 1.
   *
   * @default 1
   */
  chunksize?: number | undefined;
}

/** The iterables, and the options if there are any: a plain object that is not iterable, at the end. */
export function mapArguments(given: readonly unknown[]): { iterables: readonly unknown[]; limits: MapLimits } {
  const last = given.at(-1);
  const hasOptions = isOptions(last);
  const options: MapOptions = hasOptions ? last : {};
  checkOptions(options, ['timeout', 'buffersize', 'chunksize']);
  checkMost('chunksize', options.chunksize, 1);
  const limits = {
    timeout: checkTimeout('timeout', options.timeout),
    buffersize: checkMost('buffersize', options.buffersize, 1),
  };
  return { iterables: hasOptions ? given.slice(0, -1) : given, limits };
}

function isOptions(value: unknown): value is MapOptions {
  if (typeof value !== 'object' || value === null || Symbol.iterator in value || Symbol.asyncIterator in value) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
