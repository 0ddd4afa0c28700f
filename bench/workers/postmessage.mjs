import { parentPort } from 'node:worker_threads';
import { add, bytes, object } from '../work.mjs';

const tasks = { add, bytes, object };

parentPort.on('message', ({ id, name, values }) => {
  parentPort.postMessage({ id, result: tasks[name](...values) });
});
