/**
 * What this thread has in the variables that all slices of a script share.
 *
 * @module
 */

import { types } from 'node:util';
import type { AnyFunction } from './any-function.js';
import type { ScriptText } from './site.js';
import type { SharedConstant } from './spec.js';
import type { Surroundings } from './surroundings.js';
import { giveIdentity, versionOf } from './thread-functions.js';

type Shared = ReturnType<ScriptText['script']['plan']>['shared'][number];

/** So many members of an object are looked at. */
const MOST_MEMBERS = 64;

/** What other threads have to know of these variables. */
export function sharedConstants(shared: readonly Shared[], surroundings: Surroundings): SharedConstant[] {
  return shared.map(({ name }) => {
    const value = valueOf(name, shared, surroundings);
    return {
      name,
      version: value === undefined ? '' : versionOf(value),
      identity: typeof value === 'function' ? giveIdentity(value as AnyFunction) : 0,
      members: isPlainObject(value) ? identitiesIn(value) : [],
    };
  });
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
  return (
    typeof value === 'object' &&
    value !== null &&
    !types.isProxy(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}

function identitiesIn(object: object): [string, number][] {
  const found: [string, number][] = [];
  for (const key of Object.keys(object).slice(0, MOST_MEMBERS)) {
    const { value } = Object.getOwnPropertyDescriptor(object, key) as { value?: unknown };
    if (typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value))) {
      found.push([key, giveIdentity(value as AnyFunction)]);
    }
  }
  return found;
}
