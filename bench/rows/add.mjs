import { add as task } from '../tasks.mjs';
import { warmInFlight } from '../workload/in-flight.mjs';

/** @type {import('../rows.mjs').Row} */
export const add = {
  name: 'add',
  manyInFlight: true,
  metrics: [
    { name: 'add', title: () => 'add(a, b), 1,000 in flight', unit: 'tasks/s', better: 'more' },
    { name: 'cpu', title: () => 'CPU of the whole process for each such task', unit: 'µs', better: 'less' },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    const { tasksPerSecond, cpuPerTask } = await warmInFlight({ pool, task, atOnce: 1000, witness, sizes });
    return { values: { add: tasksPerSecond, cpu: cpuPerTask }, proof: witness.proof() };
  },
};
