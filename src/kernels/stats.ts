/**
 * What the native pool has done.
 *
 * @module
 */

import { native } from '../binding/native.js';

/** What the native threads of this process have done so far, for all JavaScript threads together. */
export interface NativePoolStats {
  /** One entry a thread: its place in the pool, from 0, and the tasks that it has run. */
  threads: { thread: number; tasks: number }[];
}

/** What the native pool has done so far. Starts its threads, one for each core, if they were not needed yet. */
export function stats(): NativePoolStats {
  return { threads: native.nativeShares().map((tasks, thread) => ({ thread, tasks })) };
}
