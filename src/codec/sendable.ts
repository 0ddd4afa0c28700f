/**
 * What can be sent at all, and how.
 *
 * @module
 */

import { types } from 'node:util';
import { aside } from './busy.js';
import { isOurs } from './error-classes.js';
import { handleOf } from './handles.js';
import {
  errorClass,
  instanceClass,
  isKnownInstance,
  isObjectPrototype,
  isOfNativeClass,
  isReducible,
} from './instances.js';
import { functionTravellers } from './travellers.js';
import { inMember, unsendable } from './unsendable.js';

/**
 * How an object travels: by its properties, as bytes, by its key, by V8's serializer, or as one of a graph: an instance
 * of a class, or an error that keeps its class.
 */
export type Kind = 'plain' | 'view' | 'handle' | 'serializer' | 'error' | 'instance';

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
    return types.isSharedArrayBuffer(value.buffer)
      ? unsendable('a view over a SharedArrayBuffer, which does not travel yet.')
      : 'view';
  }
  if (isKnownInstance(prototype as object)) {
    return 'instance';
  }
  if (types.isSharedArrayBuffer(value)) {
    return unsendable('a SharedArrayBuffer, which does not travel yet.');
  }
  if (types.isNativeError(value)) {
    return kindOfError(value);
  }
  if (isKnownToSerializer(value)) {
    return isOfNativeClass(prototype as object) ? 'serializer' : kindOfExtended(value);
  }
  if (isObjectPrototype(prototype as object)) {
    return 'plain';
  }
  return handleOf(value) === undefined ? kindOfExtended(value) : 'handle';
}

/**
 * An instance of a user's class, which may extend one that would travel otherwise.
 *
 * @throws Unsendable
 */
export function kindOfExtended(value: object): Kind {
  instanceClass(value);
  return 'instance';
}

function kindOfError(value: Error): Kind {
  if (isOfNativeClass(Object.getPrototypeOf(value) as object)) {
    return 'serializer';
  }
  if (isReducible(value)) {
    return kindOfExtended(value);
  }
  return isOurs(value) || errorClass(value) !== undefined ? 'error' : 'serializer';
}

/** What structuredClone copies beyond plain objects, arrays, views and errors. */
function isKnownToSerializer(value: object): boolean {
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
  return kind === 'view' && !isOfNativeClass(Object.getPrototypeOf(value) as object) ? kindOfExtended(value) : kind;
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

/** Whether every thread has the object, as it has `Math` and Node's own modules. */
function isEverywhere(value: object): boolean {
  return aside(() => functionTravellers()?.describeObject(value)) !== undefined;
}

/**
 * Looks through a whole value for what V8's serializer does not write: it would silently take the class of an instance
 * away, and copy what is shared. True when there is something that travels in a graph.
 *
 * @throws Unsendable
 */
export function needsGraph(value: unknown, seen: Set<object> = new Set()): boolean {
  if (typeof value === 'function') {
    return true;
  }
  if (typeof value === 'symbol') {
    // V8's serializer knows none, and who writes the graph says which do not travel.
    return true;
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return false;
  }
  seen.add(value);
  if (Array.isArray(value)) {
    if (!isPlainArray(value)) {
      return kindOfExtended(value) === 'instance';
    }
    // Not by entries(): holes are none.
    return value.some((element, index) => inMember(`[${index}]`, () => needsGraph(element, seen)));
  }
  const kind = exactKindOf(value);
  if (kind === 'handle' || kind === 'instance' || kind === 'error') {
    return true;
  }
  if (kind === 'plain') {
    if (isEverywhere(value)) {
      return true;
    }
    return Object.entries(value).some(([key, property]) => inMember(`.${key}`, () => needsGraph(property, seen)));
  }
  if (types.isMap(value)) {
    for (const [key, entry] of value) {
      const isFound =
        inMember(' (a key of a Map)', () => needsGraph(key, seen)) ||
        inMember(' (a value of a Map)', () => needsGraph(entry, seen));
      if (isFound) {
        return true;
      }
    }
  } else if (types.isSet(value)) {
    for (const entry of value) {
      if (inMember(' (in a Set)', () => needsGraph(entry, seen))) {
        return true;
      }
    }
  }
  return types.isSymbolObject(value);
}
