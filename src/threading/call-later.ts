/**
 * What the thread of a Timer does.
 *
 * @module
 */

import type { Event } from './event.js';

/** Blocks the thread for so long, and calls the function, unless the Timer is cancelled meanwhile. */
export function callLater(
  finished: Event,
  milliseconds: number,
  fn: (...args: unknown[]) => unknown,
  ...args: unknown[]
): unknown {
  if (finished.waitSync(milliseconds)) {
    return undefined;
  }
  const result = fn(...args);
  finished.set();
  return result;
}
