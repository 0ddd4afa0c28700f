import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workerCount } from '../candidates.mjs';
import { amountFor } from '../workload/calibrate.mjs';
import { NativeWitness } from '../workload/native-witness.mjs';

// The packed package lies in a folder outside the repository, so its name is resolved from there.
const require = createRequire(join(process.env.NOGIL_PATH ?? '', 'x.js'));

/** @param {string} name */
const importPacked = (name) => import(pathToFileURL(require.resolve(name)).href);

const { ThreadPoolExecutor, tasks } = await importPacked('nogil');

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  const work = tasks(new URL('../work.mjs', import.meta.url));
  const pool = new ThreadPoolExecutor(workerCount);
  return {
    add: (a, b) => pool.submit(work.add, a, b),
    addAsync: (a, b) => pool.submit(work.addAsync, a, b),
    spin: (milliseconds) => pool.submit(work.spin, milliseconds),
    block: (gate) => pool.submit(work.block, gate),
    object: (item) => pool.submit(work.object, item),
    bytes: (input) => pool.submit(work.bytes, input),
    close: () => pool.shutdown(),
  };
}

const blake3 = { algorithm: 'blake3' };

/**
 * The native tasks, for the row that measures them.
 *
 * @returns {Promise<import('../rows/native.mjs').NativeTasks>}
 */
export async function openNative() {
  const { crc32, crc32Sync, hash, hashSync, stats } = await importPacked('nogil/kernels');
  return {
    crc32: (input) => crc32(input),
    crc32Sync,
    hash: (input) => hash(input, blake3),
    hashSync: (input) => hashSync(input, blake3),
    threads: () => stats().threads,
  };
}

/**
 * Jobs on the native pool, each a hash of the same shared memory: that is read in place, so that the main thread copies
 * nothing.
 *
 * @param {number} milliseconds how long each takes
 * @returns {Promise<import('../rows/stat.mjs').Jobs>}
 */
export async function openJobs(milliseconds) {
  const native = await openNative();
  const length = amountFor(milliseconds, 2 ** 20, (bytes) => {
    const input = sharedBytes(bytes);
    return () => native.hashSync(input);
  });
  const input = sharedBytes(length);
  const digest = native.hashSync(input);
  const witness = new NativeWitness(native);
  return { digest, run: () => native.hash(input), see: () => witness.see(), proof: () => witness.proof() };
}

/** @param {number} length */
function sharedBytes(length) {
  // Written to: pages that nobody has touched are all the same one, which is read faster than memory is.
  return new Uint8Array(new SharedArrayBuffer(length)).fill(1);
}
