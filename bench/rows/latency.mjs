import { add as task } from '../tasks.mjs';
import { oneAtATime } from '../workload/one-at-a-time.mjs';

/** @type {import('../rows.mjs').Row} */
export const latency = {
  name: 'latency',
  metrics: [
    { name: 'p50', title: () => 'add(a, b), one at a time, p50', unit: 'µs', better: 'less' },
    { name: 'p90', title: () => 'add(a, b), one at a time, p90', unit: 'µs', better: 'less' },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    const values = await oneAtATime({ pool, task, witness, sizes });
    return { values, proof: witness.proof() };
  },
};
