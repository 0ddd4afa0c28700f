// CommonJS programs load the same modules.
const assert = require('node:assert/strict');
const { ThreadPoolExecutor, tasks } = require('nogil');
const { hash } = require('nogil/kernels');

async function main() {
  const work = tasks(() => import('./work.mjs'));
  const pool = new ThreadPoolExecutor(2);
  assert.equal(await pool.submit(work.add, 1, 2), 3);
  await pool.shutdown();
  assert.equal(typeof hash, 'function');
  // The same classes both ways: an instanceof in one kind of module holds for objects of the other.
  const imported = await import('nogil');
  assert.equal(imported.ThreadPoolExecutor, ThreadPoolExecutor);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
