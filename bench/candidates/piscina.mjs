import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { workerCount } from '../candidates.mjs';

const filename = fileURLToPath(new URL('../workers/piscina.mjs', import.meta.url));

// Made once, so that piscina is not charged for an options object with every task.
const add = { name: 'add' };
const addAsync = { name: 'addAsync' };
const spin = { name: 'spin' };
const block = { name: 'block' };
const object = { name: 'object' };
const bytes = { name: 'bytes' };

/**
 * @param {object} [options] beyond the number of threads
 * @returns {import('../candidates.mjs').Pool}
 */
export function open(options) {
  const pool = new Piscina({ filename, minThreads: workerCount, maxThreads: workerCount, ...options });
  return {
    add: (a, b) => pool.run([a, b], add),
    addAsync: (a, b) => pool.run([a, b], addAsync),
    spin: (milliseconds) => pool.run(milliseconds, spin),
    block: (gate) => pool.run(gate, block),
    object: (item) => pool.run(item, object),
    bytes: (input) => pool.run(input, bytes),
    close: () => pool.destroy(),
  };
}
