/**
 * When a worker whose tasks wait for others may have to help itself.
 *
 * It does so only where its pool may wait for itself, be it by way of other pools: else it would begin all tasks of its pool
 * while another pool is slow.
 *
 * @module
 */

import type { WorkerLane } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { awaitedPools } from '../futures/nested.js';
import { NATIVE } from '../futures/pending.js';

/** The native side was told that tasks await those of other pools. */
let isTold = false;

/** As many tasks go on as may. Whether they may wait for one that no other worker of the pool of that key is free for. */
export function mayNeedItself(lane: WorkerLane, pool: number): boolean {
  const awaited = awaitedPools();
  if (awaited.length === 0 || !addon.isFull(pool)) {
    awaitsNothing(lane);
    return false;
  }
  const keys = awaited.map((key) => (key === NATIVE ? pool : key));
  if (!isTold && keys.every((key) => key === pool)) {
    return true;
  }
  isTold = true;
  return lane.awaits(keys);
}

/** There is room for another task. */
export function awaitsNothing(lane: WorkerLane): void {
  if (isTold) {
    isTold = false;
    lane.awaits([]);
  }
}
