import { add as task } from '../tasks.mjs';
import { inFlight } from '../workload/in-flight.mjs';
import { bytesPerTask } from '../workload/queue-memory.mjs';

/** @type {import('../rows.mjs').Row} */
export const queued = {
  name: 'queued',
  only: ['nogil', 'piscina'],
  rounds: 3,
  metrics: [
    {
      name: 'queuedBytes',
      title: (sizes) => `add(a, b), ${sizes.many.toLocaleString('en')} queued, none begun: memory for each`,
      unit: 'bytes',
      better: 'less',
    },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    await inFlight({ pool, task, atOnce: 1000, milliseconds: sizes.warmUp, witness });
    const bytes = await bytesPerTask({ pool, task, count: sizes.many, witness });
    return { values: { queuedBytes: bytes }, proof: witness.proof() };
  },
};
