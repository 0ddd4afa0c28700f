import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerCount } from '../candidates.mjs';

/** For what a pool puts off to a later turn, and for pages that V8 gives back in the background. */
const settling = 100;

/**
 * What a task costs in memory while it waits: the growth of the process, with all of them submitted and none begun.
 * Each worker is held up meanwhile by a task that waits for a file: a time instead would be too short for a slow pool.
 *
 * @param {object} options
 * @param {import('../candidates.mjs').Pool} options.pool
 * @param {import('../tasks.mjs').Task<any, any>} options.task
 * @param {number} options.count
 * @param {{ see(thread: number): void }} options.witness
 * @returns {Promise<number>}
 */
export async function bytesPerTask({ pool, task, count, witness }) {
  // Filled, so that its own memory is there before; and not with numbers, which are kept in another kind of array.
  const pending = new Array(count).fill(null);
  const folder = mkdtempSync(join(tmpdir(), 'nogil-bench-queued-'));
  try {
    const gate = join(folder, 'open');
    const holders = Array.from({ length: workerCount }, () => pool.block(gate));

    const before = await residentBytes();
    for (let index = 0; index < count; index += 1) {
      pending[index] = task.submit(pool, task.input(index));
    }
    const after = await residentBytes();

    writeFileSync(gate, '');
    const holding = new Set(await Promise.all(holders));
    if (holding.size < workerCount) {
      throw new Error(`only ${holding.size} of ${workerCount} workers were held up`);
    }
    for (let index = 0; index < count; index += 1) {
      witness.see(task.check(await pending[index], task.input(index)));
    }
    return (after - before) / count;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function residentBytes() {
  await sleep(settling);
  globalThis.gc();
  await sleep(settling);
  return process.memoryUsage.rss();
}
