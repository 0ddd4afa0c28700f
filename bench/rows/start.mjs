import { add as task } from '../tasks.mjs';

/** @type {import('../rows.mjs').Row} */
export const start = {
  name: 'start',
  metrics: [{ name: 'start', title: () => 'from making a pool of 2 to its first result', unit: 'ms', better: 'less' }],
  async measure({ open, witness }) {
    const input = task.input(1);
    const begin = performance.now();
    const pool = open();
    const result = await task.submit(pool, input);
    const milliseconds = performance.now() - begin;
    witness.see(task.check(result, input));
    return { values: { start: milliseconds }, proof: witness.proof() };
  },
};
