/**
 * What cannot be sent is an error of the line that sends it.
 *
 * @module
 */

import { TaskError } from '../errors.js';

/** The error, which has the stack of the call of `called` if it is about what cannot be sent. */
export function atCaller(error: unknown, called: (...args: never[]) => unknown): unknown {
  if (error instanceof TaskError) {
    Error.captureStackTrace(error, called);
  }
  return error;
}
