/**
 * Lets functions, classes and instances travel in values.
 *
 * @module
 */

import { setTravellers } from '../codec/travellers.js';
import type { AnyFunction } from './any-function.js';
import { describe, describeObject } from './describe.js';
import { freezeWaiting } from './revive/freeze.js';
import { hold, loadFunction, makeKnown } from './revive/known.js';
import { parseScript } from './script.js';
import { complete, type Description, giveIdentity, identityOf } from './thread-functions.js';

const inValue = { isClassAllowed: true };
const ofInstance = { isClassAllowed: true, isOfInstance: true };

/** From now on they do, in this copy of the module. */
export function letFunctionsTravel(): void {
  setTravellers({
    describe: describeValue,
    identityOf,
    describeObject,
    make: makeKnown,
    complete,
    hold,
    finish: freezeWaiting,
    load: async (id) => {
      await loadFunction(id);
    },
  });
}

function describeValue(fn: AnyFunction, role: 'value' | 'class'): Description {
  const description = describe(fn, role === 'class' ? ofInstance : inValue);
  if (description.isNamed !== true && (role === 'class' || description.makesInstances === true)) {
    giveIdentity(fn);
  }
  return role === 'class' && description.privateNames === undefined
    ? Object.assign(description, { privateNames: privateNamesOf(fn) })
    : description;
}

/** The names of the private members of a class that was sent here: only its text tells. */
function privateNamesOf(constructor: AnyFunction): readonly string[] {
  const text = Function.prototype.toString.call(constructor);
  if (!text.includes('#')) {
    return [];
  }
  const script = parseScript(text, 'expression', 'js');
  const place = script?.findOnly(text) ?? -1;
  const names = script === undefined || place < 0 ? [] : script.plan(place, []).privateNames;
  script?.free();
  return names;
}
