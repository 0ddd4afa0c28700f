// The process of one measurement: one candidate, one row, once. Started by child.mjs, answers over IPC.
import { candidates } from './candidates.mjs';
import { rows } from './rows.mjs';
import { allSizes } from './sizes.mjs';
import { Witness } from './workload/witness.mjs';

/**
 * @typedef {object} Measurement
 * @property {Record<string, number>} values
 * @property {import('./workload/witness.mjs').Proof} proof
 * @property {boolean} closed whether the pool could be closed
 * @property {number} cpuSeconds of this process, from its start to its end
 */

const closeTimeout = 5000;

/** @returns {Promise<Measurement>} */
async function measure() {
  const [candidateName, rowName, sizesName] = process.argv.slice(2);
  const candidate = candidates.find(({ name }) => name === candidateName);
  const row = rows.find(({ name }) => name === rowName);
  const { open, openNative, openJobs } = await import(`./candidates/${candidateName}.mjs`);
  const witness = new Witness({ onMain: candidate.onMain ?? false });

  /** @type {import('./candidates.mjs').Pool | undefined} */
  let pool;
  const openOnce = () => {
    pool = open();
    return pool;
  };
  const { values, proof } = await row.measure({
    open: openOnce,
    openNative,
    openJobs,
    witness,
    sizes: allSizes[sizesName],
  });

  const closed = pool === undefined || (await closes(pool));
  const { user, system } = process.cpuUsage();
  return { values, proof, closed, cpuSeconds: (user + system) / 1e6 };
}

/**
 * Closing is not measured, and a pool that hangs in it (poolifier does now and then) does not spoil its figures.
 *
 * @param {import('./candidates.mjs').Pool} pool
 */
function closes(pool) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, closeTimeout, false);
    Promise.resolve(pool.close()).then(() => resolve(true), reject);
  });
}

/** @param {{ measurement: Measurement } | { error: string }} message */
function answer(message) {
  // Not every pool lets the process end by itself.
  process.send(message, () => process.exit());
}

measure().then(
  (measurement) => answer({ measurement }),
  (error) => answer({ error: error instanceof Error ? error.message : String(error) }),
);
