import { quantile } from '../statistics.mjs';
import { statBeside } from '../workload/stat-beside.mjs';

/**
 * What a candidate with native threads gives.
 *
 * @typedef {object} Jobs
 * @property {() => PromiseLike<Uint8Array>} run a job on a native thread
 * @property {Uint8Array} digest what each must give, made by the caller's own thread
 * @property {() => void} see a result was right
 * @property {() => import('../workload/witness.mjs').Proof} proof
 */

/** How many jobs there are at any time. */
const atOnce = 32;
/** Fewer make no p90. */
const fewest = 50;

/** @type {import('../rows.mjs').Row} */
export const stat = {
  name: 'stat',
  only: ['nogil', 'libuv'],
  metrics: [
    { name: 'statP50', title: (sizes) => title(sizes, 'p50'), unit: 'µs', better: 'less' },
    { name: 'statP90', title: (sizes) => title(sizes, 'p90'), unit: 'µs', better: 'less' },
  ],
  note:
    'In stat, nogil hashes shared memory with BLAKE3 on its native pool, and libuv derives keys with PBKDF2 on its own ' +
    'threads, which fs needs too. Both take about as long on one thread.',
  async measure({ openJobs, sizes }) {
    const jobs = await openJobs(sizes.nativeJob);
    const samples = await statBeside({ jobs, atOnce, milliseconds: sizes.stat });
    if (samples.length < fewest) {
      throw new Error(`only ${samples.length} stats were made, fewer than ${fewest}`);
    }
    return { values: { statP50: quantile(samples, 0.5), statP90: quantile(samples, 0.9) }, proof: jobs.proof() };
  },
};

/**
 * @param {import('../sizes.mjs').Sizes} sizes
 * @param {string} share
 */
function title({ nativeJob }, share) {
  return `fs.promises.stat every 10 ms beside ${atOnce} native jobs of about ${nativeJob} ms, ${share}`;
}
