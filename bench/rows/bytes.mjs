import { bytes as task } from '../tasks.mjs';
import { warmInFlight } from '../workload/in-flight.mjs';

/** @type {import('../rows.mjs').Row} */
export const bytes = {
  name: 'bytes',
  metrics: [
    {
      name: 'bytes',
      title: () => 'Uint8Array of 64 KiB in and out, copied, 16 in flight',
      unit: 'tasks/s',
      better: 'more',
    },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    const { tasksPerSecond } = await warmInFlight({ pool, task, atOnce: 16, witness, sizes });
    return { values: { bytes: tasksPerSecond }, proof: witness.proof() };
  },
};
