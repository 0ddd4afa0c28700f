/**
 * What can be sent at all, and how.
 *
 * @module
 */

import { types } from 'node:util';
import { handleOf } from './handles.js';
import { isHost, isKnownHost } from './hosts.js';
import { instanceClass, isKnownInstance, isObjectPrototype, isOfNativeClass, isReducible } from './instances.js';
import { Unsendable } from './unsendable.js';

/**
 * How an object travels: by its properties, as bytes, by its key, as an instance of a class, as one of those that the
 * engine has beside these (a Map, a Date, an error), or beside the message.
 */
export type Kind = 'plain' | 'view' | 'handle' | 'special' | 'instance' | 'carried';

/**
 * How an object that is no array travels.
 *
 * @throws Unsendable
 */
export function kindOf(value: object): Kind {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    // A Proxy looks plain too; its traps then say what it holds.
    return 'plain';
  }
  if (ArrayBuffer.isView(value)) {
    return types.isSharedArrayBuffer(value.buffer) ? 'carried' : 'view';
  }
  if (isKnownInstance(prototype as object)) {
    return 'instance';
  }
  if (isKnownHost(prototype as object)) {
    return 'carried';
  }
  if (types.isNativeError(value) || value instanceof DOMException) {
    return isReducible(value) ? kindOfExtended(value) : 'special';
  }
  if (types.isSharedArrayBuffer(value)) {
    return isOfNativeClass(prototype as object) ? 'carried' : kindOfExtended(value);
  }
  if (isSpecial(value)) {
    return isOfNativeClass(prototype as object) ? 'special' : kindOfExtended(value);
  }
  if (isObjectPrototype(prototype as object)) {
    return 'plain';
  }
  return handleOf(value) === undefined ? kindOfExtended(value) : 'handle';
}

/**
 * An instance of a user's class, which may extend one that would travel otherwise, or an object that the engine clones
 * with its class.
 *
 * @throws Unsendable
 */
export function kindOfExtended(value: object): Kind {
  try {
    instanceClass(value);
    return 'instance';
  } catch (error) {
    if (!(error instanceof Unsendable) || !isHost(value)) {
      throw error;
    }
    return 'carried';
  }
}

/** What structuredClone copies beyond plain objects, arrays, views and errors. */
function isSpecial(value: object): boolean {
  return (
    types.isMap(value) ||
    types.isSet(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isBoxedPrimitive(value)
  );
}

/**
 * The same, and for a view of a class that extends a typed array: that it is an instance.
 *
 * @throws Unsendable
 */
export function exactKindOf(value: object): Kind {
  const kind = kindOf(value);
  return ArrayBuffer.isView(value) && kind !== 'instance' && !isOfNativeClass(Object.getPrototypeOf(value) as object)
    ? kindOfExtended(value)
    : kind;
}

/** An array of any realm, and not of a class that extends Array: a plain one's prototype is an array itself. */
export function isPlainArray(value: readonly unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === Array.prototype ||
    prototype === null ||
    Array.isArray(prototype) ||
    isObjectPrototype(prototype as object)
  );
}
