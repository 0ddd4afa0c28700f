import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import { workerCount } from '../candidates.mjs';

const filename = fileURLToPath(new URL('../workers/workerpool.mjs', import.meta.url));

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  const pool = workerpool.pool(filename, { minWorkers: workerCount, maxWorkers: workerCount, workerType: 'thread' });
  return {
    add: (a, b) => pool.exec('add', [a, b]),
    addAsync: (a, b) => pool.exec('addAsync', [a, b]),
    spin: (milliseconds) => pool.exec('spin', [milliseconds]),
    object: (item) => pool.exec('object', [item]),
    bytes: (input) => pool.exec('bytes', [input]),
    close: () => pool.terminate(),
  };
}
