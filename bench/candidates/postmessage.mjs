import { Worker } from 'node:worker_threads';
import { workerCount } from '../candidates.mjs';

const file = new URL('../workers/postmessage.mjs', import.meta.url);

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  /** @type {Map<number, (result: any) => void>} */
  const pending = new Map();
  const workers = Array.from({ length: workerCount }, () => new Worker(file));
  for (const worker of workers) {
    worker.on('message', ({ id, result }) => {
      const resolve = pending.get(id);
      pending.delete(id);
      resolve?.(result);
    });
  }

  let nextId = 0;
  /**
   * @param {'add' | 'addAsync' | 'spin' | 'object' | 'bytes'} name
   * @param {...unknown} values
   * @returns {Promise<any>}
   */
  function send(name, ...values) {
    return new Promise((resolve) => {
      const id = nextId++;
      pending.set(id, resolve);
      workers[id % workerCount].postMessage({ id, name, values });
    });
  }

  return {
    add: (a, b) => send('add', a, b),
    addAsync: (a, b) => send('addAsync', a, b),
    spin: (milliseconds) => send('spin', milliseconds),
    object: (item) => send('object', item),
    bytes: (input) => send('bytes', input),
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
