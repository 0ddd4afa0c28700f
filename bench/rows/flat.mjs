import { add as task } from '../tasks.mjs';
import { inFlight } from '../workload/in-flight.mjs';

/** @param {number} count */
const title = (count) => `add(a, b), ${count.toLocaleString('en')} submitted at once, for each`;

/** @type {import('../rows.mjs').Row} */
export const flat = {
  name: 'flat',
  only: ['nogil', 'piscina'],
  rounds: 3,
  manyInFlight: true,
  metrics: [
    { name: 'few', title: (sizes) => title(sizes.few), unit: 'µs', better: 'less' },
    { name: 'many', title: (sizes) => title(sizes.many), unit: 'µs', better: 'less' },
    {
      name: 'flat',
      title: () => 'how many times more a task costs in the long queue than in the short one',
      unit: '×',
      better: 'less',
    },
  ],
  async measure({ open, witness, sizes }) {
    const pool = open();
    await inFlight({ pool, task, atOnce: 1000, milliseconds: sizes.warmUp, witness });
    const few = await cost({ pool, task, atOnce: sizes.few, milliseconds: sizes.measure, witness });
    const many = await cost({ pool, task, atOnce: sizes.many, milliseconds: 0, witness });
    return { values: { few, many, flat: many / few }, proof: witness.proof() };
  },
};

/**
 * From the first submit to the last result, in microseconds for each task.
 *
 * @param {Parameters<typeof inFlight>[0]} options
 */
async function cost(options) {
  const { tasksPerSecond } = await inFlight(options);
  return 1e6 / tasksPerSecond;
}
