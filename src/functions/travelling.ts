/**
 * Lets functions, classes and instances travel in values.
 *
 * @module
 */

import { setTravellers } from '../codec/travellers.js';
import { describe } from './describe.js';
import { loadFunction, makeKnown } from './revive/known.js';

const inValue = { isClassAllowed: true };

/** From now on they do, in this copy of the module. */
export function letFunctionsTravel(): void {
  setTravellers({
    describe: (fn) => describe(fn, inValue),
    make: makeKnown,
    load: async (id) => {
      await loadFunction(id);
    },
  });
}
