// What the README's first page does, in a folder that only has the installed package.
import assert from 'node:assert/strict';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { hash } from 'nogil/kernels';

const work = tasks(() => import('./work.mjs'));
const pool = new ThreadPoolExecutor(2);

assert.equal(await pool.submit(work.add, 1, 2), 3);
assert.deepEqual(await pool.map(work.double, [1, 2, 3]).toArray(), [2, 4, 6]);
await pool.shutdown();

const digest = await hash(new Uint8Array(3), { algorithm: 'blake3' });
assert.match(digest.toString('hex'), /^[0-9a-f]{64}$/);
