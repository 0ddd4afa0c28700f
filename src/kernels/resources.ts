/**
 * What the system refuses to a native task.
 *
 * @module
 */

import { RuntimeError } from '../errors.js';

/** Codes of errors that native code makes. */
const NATIVE_CODES: readonly unknown[] = ['ERR_NOGIL_NATIVE', 'GenericFailure'];

/** Calls native code that needs a thread, or memory: where there is none, that is a RuntimeError, as in Python. */
export function withResources<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw NATIVE_CODES.includes(code) ? new RuntimeError(message, { cause: error }) : error;
  }
}
