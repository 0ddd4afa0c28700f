/**
 * Which functions and classes of this thread the variables have that all slices of a script share.
 *
 * @module
 */

import type { AnyFunction } from './any-function.js';
import type { ScriptText } from './site.js';
import type { SliceSpec } from './spec.js';
import type { Surroundings } from './surroundings.js';
import { giveIdentity } from './thread-functions.js';

type Shared = ReturnType<ScriptText['script']['plan']>['shared'][number];

/** So many members of an object are looked at. */
const MOST_MEMBERS = 64;

/** The identities of what these variables have, and of the classes in their objects. */
export function sharedIdentities(shared: readonly Shared[], surroundings: Surroundings): SliceSpec['identities'] {
  const identities: SliceSpec['identities'] = {};
  for (const { name } of shared) {
    const value = valueOf(name, shared, surroundings);
    if (typeof value === 'function') {
      identities[name] = giveIdentity(value as AnyFunction);
    } else if (isPlainObject(value)) {
      identities[name] = ofMembers(value);
    }
  }
  return identities;
}

/** The engine keeps no variable that only a class which extends it uses: that class knows what it is. */
function valueOf(name: string, shared: readonly Shared[], surroundings: Surroundings): unknown {
  const found = surroundings.ofModule(name);
  if (found.state !== 'missing') {
    return found.state === 'value' ? found.value : undefined;
  }
  const extending = shared.find(({ superclass }) => superclass === name);
  const constructor = extending === undefined ? undefined : valueOf(extending.name, shared, surroundings);
  return typeof constructor === 'function' ? (Object.getPrototypeOf(constructor) as unknown) : undefined;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function ofMembers(object: object): Record<string, number> {
  const found: Record<string, number> = {};
  for (const key of Object.keys(object).slice(0, MOST_MEMBERS)) {
    const { value } = Object.getOwnPropertyDescriptor(object, key) as { value?: unknown };
    if (typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value))) {
      found[key] = giveIdentity(value as AnyFunction);
    }
  }
  return found;
}
