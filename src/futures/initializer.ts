/**
 * What each worker of a pool calls before its first task, as a worker is sent it.
 *
 * @module
 */

import { Area } from '../codec/area.js';
import { encodeValues } from '../codec/encode.js';
import { describe } from '../functions/describe.js';
import { futuresMet } from './met-futures.js';
import type { PoolOptions } from './pool-options.js';

/** See the module. */
export interface Initializer {
  /** The number of its function. */
  readonly id: number;
  /** What it has captured, and its arguments: so many values, as bytes. */
  readonly values: number;
  readonly bytes: Uint8Array;
}

const WORDS = 64;

/** What was written for as long as these options are reachable: functions and Futures are forgotten after that. */
const kept = new WeakMap<PoolOptions, unknown>();

/**
 * Writes the initializer of a pool, if it has one.
 *
 * @throws TaskError when it cannot travel, or one of its arguments.
 */
export function writeInitializer(options: PoolOptions): Initializer | undefined {
  if (options.initializer === undefined) {
    return undefined;
  }
  const fn = describe(options.initializer);
  const area = new Area(WORDS);
  const { length } = fn.captures;
  const futures = futuresMet(() =>
    encodeValues(area, [...fn.captures, ...options.initargs], {
      of: (index) => (index < length ? 'what the initializer has captured' : `initargs[${index - length}]`),
      refuse: (index, refused) => (index < length ? fn.refuseCapture?.(index, refused) : undefined),
      code: 'ERR_TASK_ARGUMENT',
    }),
  );
  kept.set(options, [fn, futures]);
  return { id: fn.id, values: length + options.initargs.length, bytes: area.written() };
}
