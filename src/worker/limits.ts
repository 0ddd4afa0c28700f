/**
 * How much the arguments and results of this worker's pool may hold.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { defaultLimits, type Limits, ofNumbers } from '../codec/limits.js';

/** See the module. */
export let limits: Limits = defaultLimits;

/** They are those of the pool of that key. */
export function useLimitsOf(pool: number): void {
  limits = ofNumbers(native.limitsOfPool(pool));
}
