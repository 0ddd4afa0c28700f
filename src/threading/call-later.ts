/**
 * What the thread of a Timer does.
 *
 * @module
 */

const { load, store, wait } = Atomics;

/** Where a Timer's progress stands, and what stands there once it was cancelled, or has called its function. */
export const WAITS = 0;
export const FINISHED = 1;

/** Blocks the thread for so long, and calls the function, unless the Timer is cancelled meanwhile. */
export function callLater(
  progress: Int32Array<SharedArrayBuffer>,
  milliseconds: number,
  fn: (...args: unknown[]) => unknown,
  ...args: unknown[]
): unknown {
  wait(progress, WAITS, 0, Math.max(milliseconds, 0));
  if (load(progress, WAITS) === FINISHED) {
    return undefined;
  }
  try {
    return fn(...args);
  } finally {
    store(progress, WAITS, FINISHED);
  }
}
