import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { idleUse } from '../workload/idle-use.mjs';

const bareWorkers = fileURLToPath(new URL('../workload/bare-workers.mjs', import.meta.url));

/** @type {import('../rows.mjs').Row} */
export const idle = {
  name: 'idle',
  only: ['nogil', 'piscina'],
  rounds: 1,
  metrics: [
    {
      name: 'idleCpu',
      title: (sizes) => `CPU of an idle pool over ${sizes.idle / 1000} s, less that of bare idle workers`,
      unit: '% of a core',
      better: 'less',
      difference: true,
    },
    {
      name: 'idleWakeUps',
      title: (sizes) => `wake-ups of an idle pool over ${sizes.idle / 1000} s, less those of bare idle workers`,
      unit: 'a second',
      better: 'less',
      difference: true,
    },
  ],
  async measure({ open, witness, sizes }) {
    const bare = await bareUse(sizes);
    const own = await idleUse({ pool: open(), witness, sizes });
    return {
      values: {
        idleCpu: own.cpu - bare.cpu,
        idleWakeUps: own.wakeUps - bare.wakeUps,
        ownCpu: own.cpu,
        ownWakeUps: own.wakeUps,
        bareCpu: bare.cpu,
        bareWakeUps: bare.wakeUps,
      },
      proof: witness.proof(),
    };
  },
};

/**
 * The baseline belongs to the measurement, and is no candidate: a row's figures are complete in themselves, and it is
 * as old as they are. It ends before the pool is made, so that neither sees the other.
 *
 * @param {import('../sizes.mjs').Sizes} sizes
 * @returns {Promise<import('../workload/idle-use.mjs').IdleUse>}
 */
async function bareUse(sizes) {
  const child = fork(bareWorkers, [JSON.stringify(sizes)]);
  const ended = once(child, 'exit');
  const [use] = await Promise.race([once(child, 'message'), ended.then(() => [])]);
  if (use === undefined) {
    throw new Error(`the process with bare workers ended with code ${child.exitCode}`);
  }
  child.disconnect();
  await ended;
  return use;
}
