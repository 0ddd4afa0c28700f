import { fileURLToPath } from 'node:url';
import { FixedThreadPool } from 'poolifier';
import { workerCount } from '../candidates.mjs';

const filename = fileURLToPath(new URL('../workers/poolifier.mjs', import.meta.url));

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  const pool = new FixedThreadPool(workerCount, filename);
  return {
    add: (a, b) => pool.execute([a, b], 'add'),
    addAsync: (a, b) => pool.execute([a, b], 'addAsync'),
    spin: (milliseconds) => pool.execute(milliseconds, 'spin'),
    object: (item) => pool.execute(item, 'object'),
    bytes: (input) => pool.execute(input, 'bytes'),
    close: () => pool.destroy(),
  };
}
