/**
 * Who tells a thread that waits in native code that it is to end: `crate/core/src/interrupt`.
 *
 * @module
 */

import { isMainThread, workerData } from 'node:worker_threads';
import { type AddonStart, native } from './native.js';

/** By this the thread knows that it has its listener: there may be more than one copy of this module in it. */
const listens = Symbol.for('nogil.interruptsAtExit');
const thread = globalThis as { [listens]?: boolean };

// Node tells of the end of the process in the main thread only, and before it waits for the other threads. First in the
// list, because a listener that throws keeps later ones from being called.
if (isMainThread && thread[listens] !== true) {
  thread[listens] = true;
  process.prependListener('exit', () => native.interruptAll());
}

/** Whether this thread is in its `exit` listeners: no worker will run anything for it any more. */
export let isExiting = false;

process.prependListener('exit', () => {
  isExiting = true;
});

/**
 * Whether an interrupt comes in time when this thread is to end. It does where only the end of the process ends it, and
 * where the main thread listens for that: in workers that our pools start there. Of `terminate()`, and of the
 * end of a worker that owns this one, nobody is told.
 */
export const isInterrupted: boolean = (workerData as Partial<AddonStart> | null)?.nogilInterrupts === true;

/**
 * What `isInterrupted` is to be in the workers that this thread starts. A test runner that runs files in contexts of
 * their own, as Jest does, may have given this one a `process` that is a copy, whose listeners nobody calls.
 */
export const interruptsWorkers: boolean = isMainThread && native.interruptAll instanceof Function;
