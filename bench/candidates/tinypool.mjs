import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import { workerCount } from '../candidates.mjs';

// A fork of piscina: the worker file has the same form.
const filename = fileURLToPath(new URL('../workers/piscina.mjs', import.meta.url));

// Made once, so that tinypool is not charged for an options object with every task.
const add = { name: 'add' };
const addAsync = { name: 'addAsync' };
const spin = { name: 'spin' };
const object = { name: 'object' };
const bytes = { name: 'bytes' };

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  const pool = new Tinypool({ filename, minThreads: workerCount, maxThreads: workerCount });
  return {
    add: (a, b) => pool.run([a, b], add),
    addAsync: (a, b) => pool.run([a, b], addAsync),
    spin: (milliseconds) => pool.run(milliseconds, spin),
    object: (item) => pool.run(item, object),
    bytes: (input) => pool.run(input, bytes),
    close: () => pool.destroy(),
  };
}
