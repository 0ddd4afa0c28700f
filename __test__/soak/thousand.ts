/**
 * Makes a thousand pools, or a thousand bare workers, one after another, and prints as JSON what the process holds
 * after each hundred.
 */

import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ThreadPoolExecutor, tasks } from 'nogil';

const work = tasks(() => import('../fixtures/scenario-work.js'));

async function onePool(): Promise<void> {
  const pool = new ThreadPoolExecutor(1);
  const sum = await pool.submit(work.add, 1, 2);
  await pool.shutdown();
  if (sum !== 3) {
    throw new Error(`1 + 2 is ${sum}`);
  }
}

async function oneWorker(): Promise<void> {
  const worker = new Worker("require('node:worker_threads').parentPort.postMessage(3)", { eval: true });
  // Asked for together: the worker may have ended before its message is heard.
  await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
}

const one = process.argv[2] === 'pools' ? onePool : oneWorker;
const hundreds: { rss: number; threads: number }[] = [];
for (let count = 1; count <= 1000; count++) {
  await one();
  if (count % 100 === 0) {
    globalThis.gc?.();
    // One turn, for finalizers.
    await new Promise((resolve) => setImmediate(resolve));
    hundreds.push({ rss: process.memoryUsage.rss(), threads: readdirSync('/proc/self/task').length });
  }
}
console.log(JSON.stringify(hundreds));
