/**
 * How long a native task may run.
 *
 * @module
 */

import { TIMEOUT_MAX } from '../binding/waiting.js';
import { ValueError, wrongType } from '../errors.js';

/** What every native task can be given. */
export interface NativeTaskOptions {
  /**
   * How long the task may run, in milliseconds from its start; the time in the queue does not count.
   *
   * When it is over, the Future fails with a TimeoutError at once, and the task is told to stop. One that does not
   * stop within a second more keeps its thread, which counts as lost (`stats().lost`) and is replaced.
   *
   * Minimum: more than 0.
   *
   * @default Infinity
   */
  runTimeout?: number | null | undefined;
}

/** The milliseconds of a `runTimeout`; Infinity for none. */
export function checkRunTimeout(runTimeout: unknown): number {
  if (runTimeout === undefined || runTimeout === null) {
    return Number.POSITIVE_INFINITY;
  }
  if (typeof runTimeout !== 'number') {
    throw wrongType('runTimeout', 'a number of milliseconds', runTimeout);
  }
  if (!(runTimeout > 0 && (runTimeout <= TIMEOUT_MAX || runTimeout === Number.POSITIVE_INFINITY))) {
    const expected = `more than 0 and at most ${TIMEOUT_MAX} milliseconds, or Infinity`;
    throw new ValueError(`runTimeout: expected ${expected}; got ${runTimeout}`);
  }
  return runTimeout;
}
