import { object as task } from '../tasks.mjs';
import { warmInFlight } from '../workload/in-flight.mjs';

/** @type {import('../rows.mjs').Row} */
export const object = {
  name: 'object',
  manyInFlight: true,
  metrics: [
    {
      name: 'object',
      title: () => 'object { id, name, tags[10], nested } in and out, 1,000 in flight',
      unit: 'tasks/s',
      better: 'more',
    },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    const { tasksPerSecond } = await warmInFlight({ pool, task, atOnce: 1000, witness, sizes });
    return { values: { object: tasksPerSecond }, proof: witness.proof() };
  },
};
