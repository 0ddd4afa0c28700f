import { ThreadWorker } from 'poolifier';
import { add, bytes, object } from '../work.mjs';

// Poolifier hands a worker one value, and finds the function by its name in this list.
/** @type {Record<string, (value: any) => any>} */
const tasks = {
  add: ([a, b]) => add(a, b),
  bytes,
  object,
};

export default new ThreadWorker(tasks);
