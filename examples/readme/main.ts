import { kernels, ThreadPoolExecutor, tasks } from 'nogil';

const work = tasks(() => import('./work.js'));
await new ThreadPoolExecutor(4).use(async (pool) => {
  console.log(await pool.submit(work.primesBelow, 100_000));
  console.log(await pool.map(work.primesBelow, [10, 100, 1000]).toArray());
});
const digest = await kernels.hash(Buffer.from('hello'));
console.log(digest.toString('hex'));
