/**
 * Whether a thread that has ended has done so as it should. What it holds is abandoned only if it has not: if it was
 * terminated, has crashed, or has exited.
 *
 * Node says `beforeExit` only to a thread whose event loop has run empty. A listener may give it something to do again.
 *
 * @module
 */

import { isMainThread, workerData } from 'node:worker_threads';
import { type AddonStart, native } from '../binding/native.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { setImmediate } = globalThis;

/** Of the thread, not of the module, which there may be more than one copy of. */
const key = Symbol.for('nogil.endedWell');
const thread = globalThis as { [key]?: boolean };

// Workers of pools know by themselves when they end as they should; with the main thread all ends.
const isOurs = (workerData as Partial<AddonStart> | null)?.nogilAddon !== undefined;
if (!isMainThread && !isOurs && thread[key] !== true) {
  thread[key] = true;
  process.on('beforeExit', () => {
    native.setEndedWell(true);
    setImmediate(() => native.setEndedWell(false)).unref();
  });
}
