import { addAsync as task } from '../tasks.mjs';
import { warmInFlight } from '../workload/in-flight.mjs';

/** @type {import('../rows.mjs').Row} */
export const async = {
  name: 'async',
  manyInFlight: true,
  metrics: [
    { name: 'async', title: () => 'add(a, b) as an async function, 1,000 in flight', unit: 'tasks/s', better: 'more' },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    const { tasksPerSecond } = await warmInFlight({ pool, task, atOnce: 1000, witness, sizes });
    return { values: { async: tasksPerSecond }, proof: witness.proof() };
  },
};
