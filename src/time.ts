/**
 * Python: `time`.
 *
 * @module
 */

import { native } from './binding/native.js';
import { block, TIMEOUT_MAX } from './binding/waiting.js';
import { ValueError, wrongType } from './errors.js';
import { warnOfBlocking } from './main-blocked.js';

const pause: ReturnType<typeof native.pausing> = native.pausing();

/**
 * Blocks the calling thread for so many milliseconds: no other code of this thread runs meanwhile. Python:
 * `time.sleep`.
 *
 * Meant for worker threads. In the main thread it works too, and a warning says once that it stops the whole program;
 * there, `await setTimeout(milliseconds)` of `node:timers/promises` lets everything else go on. While a thread is
 * blocked, its pools go on: what was submitted runs, Futures whose tasks have ended are done (their callbacks
 * run later), and workers that die are replaced.
 *
 * 0 lets another thread run, and settles what has come. `Infinity` has no end. The time is measured by a clock that
 * nobody sets, and is never cut short while the program runs.
 *
 * # Differences from Python
 * The time is in milliseconds. The longest finite one is 9,223,372,036,000 (292 years): Python's `OverflowError` is a
 * ValueError here. Signal handlers do not run during the call: they are event listeners, and wait for the event loop.
 *
 * An exit of the program is never held up: a worker thread ends without returning from the call, and so does one on
 * which `terminate()` is called; in the main thread, an `exit` listener's call returns at once.
 *
 * @param milliseconds - 0 or more; fractions count.
 * @throws TypeError when it is no number, ValueError when it is negative, NaN or too large.
 * @see https://docs.python.org/3/library/time.html#time.sleep
 * @example
 * ```ts
 * while (!isReady(device)) {
 *   sleepSync(100);
 * }
 * ```
 */
export function sleepSync(milliseconds: number): void {
  if (typeof milliseconds !== 'number') {
    throw wrongType('milliseconds', 'a number', milliseconds);
  }
  if (!(milliseconds >= 0)) {
    throw new ValueError(`milliseconds: expected 0 or more; got ${milliseconds}`);
  }
  if (milliseconds > TIMEOUT_MAX && milliseconds !== Number.POSITIVE_INFINITY) {
    throw new ValueError(`milliseconds: expected ${TIMEOUT_MAX} at most, or Infinity; got ${milliseconds}`);
  }
  if (milliseconds > 0) {
    const instead = "Use await setTimeout(milliseconds) of 'node:timers/promises' to wait without blocking.";
    warnOfBlocking('sleepSync', sleepSync, instead);
  }
  pause.begin(milliseconds);
  try {
    block(pause);
  } finally {
    pause.end();
  }
}
