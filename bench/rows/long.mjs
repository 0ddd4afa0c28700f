import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../statistics.mjs';
import { add, spin } from '../tasks.mjs';
import { inFlight } from '../workload/in-flight.mjs';

/** How many tiny tasks come before the long one, and how many after it. */
const eachSide = 200;
const longMilliseconds = 5;
/** Between two rounds, so that each finds the workers as idle ones. */
const pause = 2;

/** @type {import('../rows.mjs').Row} */
export const long = {
  name: 'long',
  manyInFlight: true,
  metrics: [
    {
      name: 'long',
      title: () => `${2 * eachSide} × add(a, b) around one task of ${longMilliseconds} ms: until the last sum, p50`,
      unit: 'ms',
      better: 'less',
    },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    await inFlight({ pool, task: add, atOnce: 1000, milliseconds: sizes.warmUp, witness });
    const samples = [];
    for (let round = 0; round < sizes.longRounds; round += 1) {
      samples.push(await untilLastSum({ pool, witness }));
      await sleep(pause);
    }
    return { values: { long: quantile(samples, 0.5) }, proof: witness.proof() };
  },
};

/**
 * One round: what a long task, in the midst of tiny ones, makes those wait.
 *
 * @param {Pick<Parameters<typeof inFlight>[0], 'pool' | 'witness'>} options
 * @returns {Promise<number>} in milliseconds
 */
async function untilLastSum({ pool, witness }) {
  const inputs = Array.from({ length: 2 * eachSide }, (_, index) => add.input(index));
  const pending = new Array(inputs.length);

  const start = performance.now();
  for (let index = 0; index < eachSide; index += 1) {
    pending[index] = add.submit(pool, inputs[index]);
  }
  const long = spin.submit(pool, longMilliseconds);
  for (let index = eachSide; index < inputs.length; index += 1) {
    pending[index] = add.submit(pool, inputs[index]);
  }
  const sums = await Promise.all(pending);
  const elapsed = performance.now() - start;

  witness.see(spin.check(await long, longMilliseconds));
  sums.forEach((sum, index) => {
    witness.see(add.check(sum, inputs[index]));
  });
  return elapsed;
}
