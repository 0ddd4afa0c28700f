// Compiled, not run: what an editor sees of the installed package.
import { ThreadPoolExecutor, tasks } from 'nogil';
import { hash } from 'nogil/kernels';

const work = tasks(() => import('./work.mjs'));
const pool = new ThreadPoolExecutor(2);

export const sum: number = await pool.submit(work.add, 1, 2);
export const doubled: number[] = await pool.map(work.double, [1, 2, 3]).toArray();
export const digest: string = (await hash(new Uint8Array(3), { algorithm: 'blake3' })).toString('hex');

// @ts-expect-error: the arguments are those of the function
await pool.submit(work.add, 'one', 2);
// @ts-expect-error: so is the result
export const wrong: string = await pool.submit(work.add, 1, 2);

await pool.shutdown();
