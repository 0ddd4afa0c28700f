import { parentPort } from 'node:worker_threads';
import { add, addAsync, bytes, object, spin } from '../work.mjs';

const tasks = { add, addAsync, spin, object, bytes };

parentPort.on('message', ({ id, name, values }) => {
  const result = tasks[name](...values);
  if (result instanceof Promise) {
    result.then((value) => parentPort.postMessage({ id, result: value }));
  } else {
    parentPort.postMessage({ id, result });
  }
});
