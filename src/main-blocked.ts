/**
 * The warning that the main thread is blocked.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';

/** Of the thread, not of the module, which there may be more than one copy of. */
const warned = Symbol.for('nogil.warnedOfBlocking');
const thread = globalThis as { [warned]?: boolean };

/** Warns, once in a program, that this call blocks the main thread; `instead` says what does not. */
export function warnOfBlocking(name: string, call: (...args: never[]) => unknown, instead: string): void {
  if (!isMainThread || thread[warned] === true) {
    return;
  }
  thread[warned] = true;
  const trace = new Error();
  Error.captureStackTrace(trace, call);
  process.emitWarning(`${name}() blocks the main thread: nothing else runs there meanwhile. ${instead}`, {
    type: 'BlockingWarning',
    code: 'NOGIL_MAIN_BLOCKED',
    // Without the first line, which would say 'Error'.
    detail: String(trace.stack).split('\n').slice(1).join('\n'),
  });
}
