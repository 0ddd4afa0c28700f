/**
 * Calling what was given to `addDoneCallback`.
 *
 * @module
 */

import { AsyncResource } from 'node:async_hooks';
import type { Future } from './future.js';
import { thrownText } from './thrown-text.js';

/** What is called with a Future that is done. */
export type DoneCallback = (future: Future<unknown>) => void;

/** The callback, as it will be called: in the asynchronous context of now. */
export function inContext(callback: DoneCallback): DoneCallback {
  const resource = new AsyncResource('NogilDoneCallback');
  return (future) => resource.runInAsyncScope(callback, undefined, future);
}

/** Calls it. What it throws is told as a warning: neither the task nor the other callbacks can do anything about it. */
export function callBack(callback: DoneCallback, future: Future<unknown>): void {
  try {
    callback(future);
  } catch (error) {
    process.emitWarning('a done callback of a Future has thrown', {
      type: 'DoneCallbackWarning',
      code: 'NOGIL_CALLBACK_FAILED',
      detail: thrownText(error),
    });
  }
}
