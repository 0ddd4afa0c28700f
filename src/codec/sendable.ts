/**
 * What can be sent at all.
 *
 * @module
 */

import { types } from 'node:util';
import { handleOf } from './handles.js';

/** Says what cannot be sent, as `it is ...`; the path to it grows on the way out. */
export class Unsendable extends Error {
  /** From the value that was given to what is meant: `.list[2]`. */
  path = '';
}

/** @throws Unsendable */
export function unsendable(what: string): never {
  throw new Unsendable(what);
}

/** @throws Unsendable */
export function unsendablePrimitive(value: unknown): never {
  return typeof value === 'function'
    ? unsendable('a function. Functions inside of values do not travel yet: send what it needs instead.')
    : unsendable('a symbol, which exists in one thread only.');
}

/** Runs `visit` on a member of a value, and puts the member's name before the path of what is found in it. */
export function inMember<Result>(member: string, visit: () => Result): Result {
  try {
    return visit();
  } catch (error) {
    throw inside(error, member);
  }
}

/** The same error, which was found in this member. */
export function inside(error: unknown, member: string): unknown {
  if (error instanceof Unsendable) {
    error.path = member + error.path;
  }
  return error;
}

/** How an object travels. */
export type Kind = 'plain' | 'view' | 'handle' | 'serializer';

/**
 * How an object that is no array travels: by its properties, as bytes, by its key, or by V8's serializer.
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
  if (types.isSharedArrayBuffer(value)) {
    return unsendable('a SharedArrayBuffer, which does not travel yet.');
  }
  if (isKnownToSerializer(value)) {
    return 'serializer';
  }
  if (isPlainOfAnotherRealm(prototype as object)) {
    return 'plain';
  }
  if (handleOf(value) !== undefined) {
    return 'handle';
  }
  return unsendable(`${describeInstance(value)}. Send its fields as a plain object, and make it again in the task.`);
}

/** What structuredClone copies beyond plain objects, arrays and views. */
function isKnownToSerializer(value: object): boolean {
  return (
    types.isMap(value) ||
    types.isSet(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isNativeError(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isBoxedPrimitive(value)
  );
}

/** The prototype of a plain object that another realm made, as `vm` and test runners do. */
function isPlainOfAnotherRealm(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

function describeInstance(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an instance of a class';
}

/**
 * Looks through a whole value for what cannot be sent. V8's serializer would silently take the class of an instance
 * away, and copy what is shared.
 *
 * @throws Unsendable
 */
export function assertSendable(value: unknown, seen: Set<object> = new Set()): void {
  if (typeof value === 'function' || typeof value === 'symbol') {
    unsendablePrimitive(value);
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return;
  }
  seen.add(value);
  if (Array.isArray(value)) {
    // Not by entries(): holes are none.
    value.forEach((element, index) => {
      inMember(`[${index}]`, () => assertSendable(element, seen));
    });
    return;
  }
  const kind = kindOf(value);
  if (kind === 'handle') {
    unsendable(
      `${describeInstance(value)} in one message with what V8 writes (a Map, a Date, a cycle): send it apart.`,
    );
  }
  if (kind === 'plain') {
    for (const [key, property] of Object.entries(value)) {
      inMember(`.${key}`, () => assertSendable(property, seen));
    }
  } else if (types.isMap(value)) {
    for (const [key, entry] of value) {
      inMember(' (a key of a Map)', () => assertSendable(key, seen));
      inMember(' (a value of a Map)', () => assertSendable(entry, seen));
    }
  } else if (types.isSet(value)) {
    for (const entry of value) {
      inMember(' (in a Set)', () => assertSendable(entry, seen));
    }
  }
}
