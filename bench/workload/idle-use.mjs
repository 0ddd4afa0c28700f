import { setTimeout as sleep } from 'node:timers/promises';
import { workerCount } from '../candidates.mjs';
import { add as task } from '../tasks.mjs';

/** A pool may give the first tasks to one worker, while the other starts. */
const tries = 1000;

/**
 * What this process uses while a pool, whose workers have all run a task, is left alone.
 *
 * @typedef {object} IdleUse
 * @property {number} cpu in percent of a core
 * @property {number} wakeUps a second, of all threads together: how often one of them had gone to sleep
 */

/**
 * @param {object} options
 * @param {import('../candidates.mjs').Pool} options.pool
 * @param {import('./witness.mjs').Witness} options.witness
 * @param {import('../sizes.mjs').Sizes} options.sizes
 * @returns {Promise<IdleUse>}
 */
export async function idleUse({ pool, witness, sizes }) {
  await useAllWorkers({ pool, witness });
  await sleep(sizes.settle);

  const start = performance.now();
  const before = process.resourceUsage();
  await sleep(sizes.idle);
  const after = process.resourceUsage();
  const seconds = (performance.now() - start) / 1000;

  const cpu = after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime;
  const wakeUps = after.voluntaryContextSwitches - before.voluntaryContextSwitches;
  return { cpu: (cpu / 1e6 / seconds) * 100, wakeUps: wakeUps / seconds };
}

/** @param {Pick<Parameters<typeof idleUse>[0], 'pool' | 'witness'>} options */
async function useAllWorkers({ pool, witness }) {
  for (let attempt = 0; witness.proof().threads < workerCount; attempt += 1) {
    if (attempt === tries) {
      throw new Error(`${tries} times ${workerCount} tasks did not reach all workers`);
    }
    const inputs = Array.from({ length: workerCount }, (_, index) => task.input(index));
    const results = await Promise.all(inputs.map((input) => task.submit(pool, input)));
    results.forEach((result, index) => {
      witness.see(task.check(result, inputs[index]));
    });
  }
}
