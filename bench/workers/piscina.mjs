// Piscina and tinypool hand a worker one value, and find the function by its export.
import { add as addTwo } from '../work.mjs';

export { bytes, object } from '../work.mjs';

/** @param {[number, number]} values */
export const add = ([a, b]) => addTwo(a, b);
