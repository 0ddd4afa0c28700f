/**
 * Whether a message is being written: getters of its values can call anything, this package too.
 *
 * @module
 */

import { RuntimeError } from '../errors.js';

/** An object, so that it can be changed without a call: the stack may be at its end. */
export const writing: { busy: boolean } = { busy: false };

/** Whether this is called by a getter, or a proxy, of a value that is being written. */
export function isEncoding(): boolean {
  return writing.busy;
}

/** @throws RuntimeError when `isEncoding()`. */
export function assertNotEncoding(): void {
  if (writing.busy) {
    throw new RuntimeError('nothing can be sent from within a getter of a value that is being sent');
  }
}

/** Runs what may itself write messages, into areas of its own, while one is being written. */
export function aside<Result>(run: () => Result): Result {
  const { busy } = writing;
  writing.busy = false;
  try {
    return run();
  } finally {
    writing.busy = busy;
  }
}
