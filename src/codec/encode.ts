/**
 * Values to words.
 *
 * What is common is written by this module. A message with anything else in it (a Map, a Date, a value that is reached
 * twice, a cycle, holes) is given to V8's serializer whole, so that identity within the message holds.
 *
 * @module
 */

import { types } from 'node:util';
import { RuntimeError, TaskError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { serialize } from './serializer.js';
import * as tag from './tags.js';

/** Up to this length a loop over the characters is faster than a call into the engine. */
const SHORT_STRING = 48;

/** Larger arrays go to V8's serializer: only `Object.keys` tells whether an array has holes or other properties. */
const LARGE_ARRAY = 1024;

/** Up to so many objects in a message, a search through a list is faster than a Set. */
const FEW_OBJECTS = 8;

/** The objects of the message so far: one that is met again makes it V8's. */
const few: object[] = [];
let count = 0;
let many: Set<object> | null = null;

/** A getter of a value that is being written can call anything, this module too. */
let busy = false;

/**
 * Writes values one after another at the area's position. `describe` names the value at an index, for the error.
 *
 * Throws a TaskError, with the position where it was, when one of them cannot travel. An error that a getter throws
 * is thrown as it is.
 */
export function encodeValues(area: Area, values: readonly unknown[], describe: (index: number) => string): void {
  if (busy) {
    throw new RuntimeError('a value cannot be sent from within a getter of another value that is being sent');
  }
  const start = area.position;
  let index = 0;
  busy = true;
  count = 0;
  try {
    for (; index < values.length; index++) {
      if (!encodeValue(area, values[index])) {
        area.position = start;
        encodeSerialized(area, values, describe);
        return;
      }
    }
  } catch (error) {
    area.position = start;
    throw located(error, () => describe(index));
  } finally {
    release();
  }
}

/** Writes one value at the area's position. */
export function encode(area: Area, value: unknown, name: string): void {
  encodeValues(area, [value], () => name);
}

function release(): void {
  busy = false;
  many = null;
  for (let index = Math.min(count, FEW_OBJECTS); index > 0; index--) {
    few.pop();
  }
}

/** Gives an error that was found deep in a value the name of that value. */
function located(error: unknown, name: () => string): unknown {
  if (error instanceof Unsendable) {
    return new TaskError(`Cannot send ${name()}${error.path}: it is ${error.message}`, { code: error.code });
  }
  if (error instanceof RangeError && /call stack|2 GiB|allocation failed/.test(error.message)) {
    const what = /call stack/.test(error.message) ? 'nested too deeply' : 'too large';
    const message = `Cannot send ${name()}: it is ${what}. Send it in parts.`;
    return new TaskError(message, { code: 'ERR_TASK_ARGUMENT', cause: error });
  }
  return error;
}

/** Says what cannot be sent; the path to it grows on the way out. */
class Unsendable extends Error {
  path = '';
  readonly code = 'ERR_TASK_ARGUMENT';
}

function unsendable(what: string): never {
  throw new Unsendable(what);
}

/** Writes a value; false when the message is V8's. */
function encodeValue(area: Area, value: unknown): boolean {
  if (area.position > area.limit) {
    area.reserve(0);
  }
  const at = area.position << 1;
  switch (typeof value) {
    case 'number': {
      const integer = value | 0;
      if (integer === value && (integer !== 0 || 1 / value > 0)) {
        area.i32[at] = tag.INTEGER;
        area.i32[at + 1] = integer;
        area.position += 1;
      } else {
        area.i32[at] = tag.DOUBLE;
        area.f64[area.position + 1] = value;
        area.position += 2;
      }
      return true;
    }
    case 'string':
      encodeString(area, value);
      return true;
    case 'boolean':
      area.i32[at] = value ? tag.TRUE : tag.FALSE;
      area.position += 1;
      return true;
    case 'undefined':
      area.i32[at] = tag.UNDEFINED;
      area.position += 1;
      return true;
    case 'bigint':
      encodeText(area, tag.BIGINT, value.toString(16), 'latin1');
      return true;
    case 'object':
      if (value === null) {
        area.i32[at] = tag.NULL;
        area.position += 1;
        return true;
      }
      return encodeObject(area, value);
    case 'function':
      return unsendable('a function. Functions inside of values do not travel yet: send what it needs instead.');
    default:
      return unsendable('a symbol, which exists in one thread only.');
  }
}

function encodeString(area: Area, value: string): void {
  const length = value.length;
  if (length > SHORT_STRING) {
    encodeLongString(area, value);
    return;
  }
  area.reserve(1 + wordsOf(length));
  const start = area.position;
  const last = start + wordsOf(length);
  // The padding is part of what short strings are compared by (`decode.ts`).
  area.f64[last] = 0;
  const at = (start + 1) << 3;
  const bytes = area.bytes;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    if (code > 255) {
      encodeLongString(area, value);
      return;
    }
    bytes[at + index] = code;
  }
  area.i32[start << 1] = tag.LATIN1;
  area.i32[(start << 1) + 1] = length;
  area.position = last + 1;
}

function encodeLongString(area: Area, value: string): void {
  if (value.isWellFormed()) {
    encodeText(area, tag.UTF8, value, 'utf8');
  } else {
    encodeText(area, tag.UTF16, value, 'utf16le');
  }
}

function encodeText(area: Area, kind: number, text: string, encoding: 'latin1' | 'utf8' | 'utf16le'): void {
  const bytes = Buffer.byteLength(text, encoding);
  area.reserve(1 + wordsOf(bytes));
  const start = area.position;
  area.buffer.write(text, (start + 1) << 3, encoding);
  area.i32[start << 1] = kind;
  area.i32[(start << 1) + 1] = bytes;
  area.position = start + 1 + wordsOf(bytes);
}

function encodeObject(area: Area, value: object): boolean {
  if (metAgain(value)) {
    return false;
  }
  if (Array.isArray(value)) {
    return encodeArray(area, value);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    // A Proxy looks plain too; its traps then say what it holds.
    return encodeProperties(area, value as Record<string, unknown>);
  }
  if (ArrayBuffer.isView(value)) {
    return encodeView(area, value);
  }
  if (isKnownToSerializer(value)) {
    return false;
  }
  if (isPlainOfAnotherRealm(prototype as object)) {
    return encodeProperties(area, value as Record<string, unknown>);
  }
  return unsendable(`${describeInstance(value)}. Send its fields as a plain object, and make it again in the task.`);
}

function metAgain(value: object): boolean {
  if (many !== null) {
    if (many.has(value)) {
      return true;
    }
    many.add(value);
    return false;
  }
  for (let index = 0; index < count; index++) {
    if (few[index] === value) {
      return true;
    }
  }
  if (count === FEW_OBJECTS) {
    many = new Set(few);
    many.add(value);
    return false;
  }
  few[count++] = value;
  return false;
}

function encodeArray(area: Area, value: readonly unknown[]): boolean {
  const length = value.length;
  if (length > LARGE_ARRAY || hasMoreThanElements(value)) {
    return false;
  }
  begin(area, tag.ARRAY, length);
  for (let index = 0; index < length; index++) {
    if (!encodeMember(area, value[index], index)) {
      return false;
    }
  }
  return true;
}

/** Holes, or properties that are no elements. */
function hasMoreThanElements(value: readonly unknown[]): boolean {
  const keys = Object.keys(value);
  return keys.length !== value.length || (keys.length > 0 && keys[keys.length - 1] !== String(value.length - 1));
}

function encodeProperties(area: Area, value: Record<string, unknown>): boolean {
  const keys = Object.keys(value);
  begin(area, tag.OBJECT, keys.length);
  for (const key of keys) {
    encodeString(area, key);
    if (!encodeMember(area, value[key], key)) {
      return false;
    }
  }
  return true;
}

function encodeMember(area: Area, member: unknown, key: string | number): boolean {
  try {
    return encodeValue(area, member);
  } catch (error) {
    if (error instanceof Unsendable) {
      error.path = (typeof key === 'number' ? `[${key}]` : `.${key}`) + error.path;
    }
    throw error;
  }
}

function begin(area: Area, kind: number, members: number): void {
  area.reserve(1);
  area.i32[area.position << 1] = kind;
  area.i32[(area.position << 1) + 1] = members;
  area.position += 1;
}

function encodeView(area: Area, value: ArrayBufferView): boolean {
  if (types.isSharedArrayBuffer(value.buffer)) {
    return unsendable('a view over a SharedArrayBuffer, which does not travel yet.');
  }
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Buffer.isBuffer(value)) {
    area.reserve(1 + wordsOf(bytes.length));
    begin(area, tag.BUFFER, bytes.length);
  } else {
    const kind = typedArrays.indexOf(value.constructor);
    if (kind === -1) {
      return false;
    }
    area.reserve(2 + wordsOf(bytes.length));
    begin(area, tag.TYPED_ARRAY, kind);
    area.f64[area.position] = bytes.length;
    area.position += 1;
  }
  area.bytes.set(bytes, area.position << 3);
  area.position += wordsOf(bytes.length);
  return true;
}

const typedArrays: readonly unknown[] = tag.typedArrays;

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

function encodeSerialized(area: Area, values: readonly unknown[], describe: (index: number) => string): void {
  let bytes: Buffer;
  try {
    bytes = serialize(values);
  } catch (error) {
    throw located(blame(error, values), () => describe(firstUnsendable(values)));
  }
  area.reserve(1 + wordsOf(bytes.length));
  begin(area, tag.SERIALIZED, bytes.length);
  area.bytes.set(bytes, area.position << 3);
  area.position += wordsOf(bytes.length);
}

/** V8's own words for what cannot be cloned, in our form; another error (of a getter) as it is. */
function blame(error: unknown, values: readonly unknown[]): unknown {
  if (!(error instanceof Error) || values.length === 0 || !/could not be cloned|does not travel/.test(error.message)) {
    return error;
  }
  return new Unsendable(`not something that can be copied to another thread (${error.message})`);
}

/** The index of the value that V8's serializer refuses. */
function firstUnsendable(values: readonly unknown[]): number {
  const refused = values.findIndex((value) => {
    try {
      serialize([value]);
      return false;
    } catch {
      return true;
    }
  });
  return Math.max(refused, 0);
}
