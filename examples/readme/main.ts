import { kernels, ThreadPoolExecutor } from 'nogil';
import { primesBelow } from './work.js';

await new ThreadPoolExecutor(4).use(async (pool) => {
  const offset = 1;
  console.log(await pool.submit((limit) => primesBelow(limit) + offset, 100_000));
  console.log(await pool.submit(primesBelow, 100_000)); // in hot paths: a function with a name, and arguments
  console.log(await pool.map(primesBelow, [10, 100, 1000]).toArray());
});
const digest = await kernels.hash(Buffer.from('hello'));
console.log(digest.toString('hex'));
