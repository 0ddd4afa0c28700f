// Piscina and tinypool hand a worker one value, and find the function by its export.
import { add as addTwo, addAsync as addTwoAsync } from '../work.mjs';

export { block, bytes, object, spin } from '../work.mjs';

/** @param {[number, number]} values */
export const add = ([a, b]) => addTwo(a, b);

/** @param {[number, number]} values */
export const addAsync = ([a, b]) => addTwoAsync(a, b);
