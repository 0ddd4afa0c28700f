/**
 * What the native pool has done.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { withResources } from './resources.js';

/** What the native threads of this process have done so far, for all JavaScript threads together. */
export interface NativePoolStats {
  /** One entry a thread: its place in the pool, from 0, and the tasks that it has run. */
  threads: { thread: number; tasks: number }[];
  /** Threads that are busy at this moment with a task that was given up. Each was replaced, and ends when it is back. */
  lost: number;
}

/**
 * What the native pool has done so far. Starts its threads, one for each core, if they were not needed yet.
 *
 * @throws RuntimeError when the system gives no thread.
 * @example
 * ```ts
 * const { threads, lost } = stats();
 * console.log(`${threads.length} threads, ${lost} lost`);
 * ```
 */
export function stats(): NativePoolStats {
  const { shares, lost } = withResources(() => native.nativeCounts());
  return { threads: shares.map((tasks, thread) => ({ thread, tasks })), lost };
}
