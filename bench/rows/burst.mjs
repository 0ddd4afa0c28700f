import { add as task } from '../tasks.mjs';
import { inFlight } from '../workload/in-flight.mjs';

/** @type {import('../rows.mjs').Row} */
export const burst = {
  name: 'burst',
  manyInFlight: true,
  metrics: [
    {
      name: 'burst',
      title: (sizes) => `add(a, b), ${sizes.burst.toLocaleString('en')} submitted at once`,
      unit: 'tasks/s',
      better: 'more',
    },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    await inFlight({ pool, task, atOnce: 1000, milliseconds: sizes.warmUp, witness });
    const { tasksPerSecond } = await inFlight({ pool, task, atOnce: sizes.burst, milliseconds: 0, witness });
    return { values: { burst: tasksPerSecond }, proof: witness.proof() };
  },
};
