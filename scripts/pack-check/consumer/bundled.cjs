// What tools get that cannot require ES modules, Jest for one: all of the package in one CommonJS file.
const assert = require('node:assert/strict');
const { posix } = require('node:path');
const { ThreadPoolExecutor, futures, kernels } = require('nogil');
const { TaskError } = require('nogil/futures');
const { crc32, crc32Sync } = require('nogil/kernels');

async function main() {
  assert.match(require.resolve('nogil'), /index\.cjs$/);
  assert.equal(TaskError, futures.TaskError);
  assert.equal(crc32, kernels.crc32);
  const pool = new ThreadPoolExecutor(2);
  const folder = 'a';
  assert.equal(await pool.submit((name) => posix.join(folder, name), 'b'), 'a/b');
  assert.deepEqual(await pool.map((value) => value * 2, [1, 2, 3]).toArray(), [2, 4, 6]);
  assert.throws(() => pool.submit((value) => value, new WeakMap()), TaskError);
  await pool.shutdown();
  assert.equal(await crc32(Buffer.from('a')), crc32Sync(Buffer.from('a')));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
