import { ThreadWorker } from 'poolifier';
import { add, addAsync, bytes, object, spin } from '../work.mjs';

// Poolifier hands a worker one value, and finds the function by its name in this list.
/** @type {Record<string, (value: any) => any>} */
const tasks = {
  add: ([a, b]) => add(a, b),
  // It awaits what an async function returns, and sends what any other does.
  addAsync: async ([a, b]) => addAsync(a, b),
  spin,
  bytes,
  object,
};

export default new ThreadWorker(tasks);
