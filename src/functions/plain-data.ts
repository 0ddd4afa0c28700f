/**
 * Is a value plain data, of which a copy is as good as the value?
 *
 * @module
 */

import { types } from 'node:util';
import { isNative } from '../codec/instances.js';

/**
 * Whether a copy is as good: no functions, no instances of classes, nothing that belongs to one thread.
 *
 * A module constant of such a value is copied; any other is made again where it is needed.
 */
export function isPlainData(value: unknown): boolean {
  return isPlain(value, new Set());
}

function isPlain(value: unknown, seen: Set<object>): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value !== 'function' && typeof value !== 'symbol';
  }
  if (seen.has(value)) {
    return true;
  }
  seen.add(value);
  if (types.isProxy(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    return isOfRealm(prototype, 'Array') && hasPlainFields(value, seen);
  }
  if (prototype === null || isOfRealm(prototype, 'Object')) {
    return !types.isModuleNamespaceObject(value) && hasPlainFields(value, seen);
  }
  if (types.isMap(value)) {
    return (
      isOfRealm(prototype, 'Map') &&
      Object.keys(value).length === 0 &&
      [...value].every((entry) => isPlain(entry, seen))
    );
  }
  if (types.isSet(value)) {
    return (
      isOfRealm(prototype, 'Set') &&
      Object.keys(value).length === 0 &&
      [...value].every((entry) => isPlain(entry, seen))
    );
  }
  if (ArrayBuffer.isView(value)) {
    return !types.isSharedArrayBuffer(value.buffer) && (Buffer.isBuffer(value) || isBuiltIn(prototype));
  }
  const isOther =
    types.isDate(value) || types.isRegExp(value) || types.isArrayBuffer(value) || types.isBoxedPrimitive(value);
  return isOther && isBuiltIn(prototype) && Object.keys(value).length === 0;
}

/** Only what a copy keeps: own properties that are enumerable data. */
function hasPlainFields(value: object, seen: Set<object>): boolean {
  if (Object.getOwnPropertySymbols(value).length > 0) {
    return false;
  }
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    const isLength = key === 'length' && Array.isArray(value);
    if (!('value' in property) || !(property.enumerable || isLength) || !isPlain(property.value, seen)) {
      return false;
    }
  }
  return true;
}

/** The prototype that a class of that name, of this realm or of another, gives its instances. */
function isOfRealm(prototype: unknown, name: string): boolean {
  return isBuiltIn(prototype) && (prototype as { constructor?: { name?: unknown } }).constructor?.name === name;
}

/** Whether it is the prototype of a class that is no JavaScript. */
function isBuiltIn(prototype: unknown): boolean {
  const constructor: unknown = (prototype as { constructor?: unknown } | null)?.constructor;
  return typeof constructor === 'function' && constructor.prototype === prototype && isNative(constructor);
}
