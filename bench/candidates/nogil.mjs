import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workerCount } from '../candidates.mjs';

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
  const { hash, hashSync, stats } = await importPacked('nogil/kernels');
  return {
    hash: (input) => hash(input, blake3),
    hashSync: (input) => hashSync(input, blake3),
    threads: () => stats().threads,
  };
}
