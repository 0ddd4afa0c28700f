/**
 * Lets functions, classes and instances travel in values.
 *
 * @module
 */

import { setTravellers } from '../codec/travellers.js';
import { describe, describeObject } from './describe.js';
import { loadFunction, makeKnown } from './revive/known.js';

const inValue = { isClassAllowed: true };
const ofInstance = { isClassAllowed: true, isOfInstance: true };

/** From now on they do, in this copy of the module. */
export function letFunctionsTravel(): void {
  setTravellers({
    describe: (fn, role) => describe(fn, role === 'class' ? ofInstance : inValue),
    describeObject,
    make: makeKnown,
    load: async (id) => {
      await loadFunction(id);
    },
  });
}
