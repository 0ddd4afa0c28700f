/**
 * Nobody waits longer than the thread lives.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';
import { native } from '../binding/native.js';

let installed = false;

/**
 * Wakes all workers of this thread's pools when it exits. Node waits for its worker threads then, and one that waits in
 * native code for a task would never come back.
 */
export function endWaitsAtExit(): void {
  if (installed) {
    return;
  }
  installed = true;
  process.on('exit', isMainThread ? native.interruptAllPools : native.interruptOwnPools);
}
