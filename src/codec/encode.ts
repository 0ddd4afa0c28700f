/**
 * Values to words.
 *
 * What is common is written by this module. A message with anything else in it (a Map, a Date, a value that is reached
 * twice, a cycle, holes) is given to V8's serializer whole, so that identity within the message holds.
 *
 * @module
 */

import { serialize } from 'node:v8';
import { RuntimeError, TaskError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { handleOf } from './handles.js';
import { encodeKey } from './keys.js';
import { forgetMet, metAgain } from './met.js';
import { assertSendable, inside, kindOf, Unsendable, unsendablePrimitive } from './sendable.js';
import { encodeString, encodeText } from './strings.js';
import * as tag from './tags.js';

/** Larger arrays go to V8's serializer: only `Object.keys` tells whether an array has holes or other properties. */
const LARGE_ARRAY = 1024;

const objectPrototype = Object.prototype;

/** A getter of a value that is being written can call anything, this module too. */
let busy = false;

/** What the values that are written are called in an error. */
export interface Names {
  /** The name of the value at an index. */
  of(index: number): string;
  /** The error's code. */
  readonly code: 'ERR_TASK_ARGUMENT' | 'ERR_TASK_RESULT';
}

/**
 * Writes values one after another at the area's position.
 *
 * Throws a TaskError, with the position where it was, when one of them cannot travel. An error that a getter throws
 * is thrown as it is.
 */
export function encodeValues(area: Area, values: readonly unknown[], names: Names): void {
  assertNotEncoding();
  const start = area.position;
  const numbers = encodeNumbers(area, values);
  if (numbers === values.length) {
    return;
  }
  let index = numbers;
  busy = true;
  try {
    for (; index < values.length; index++) {
      if (!encodeValue(area, values[index])) {
        area.position = start;
        for (index = 0; index < values.length; index++) {
          assertSendable(values[index]);
        }
        encodeSerialized(area, values);
        return;
      }
    }
  } catch (error) {
    area.position = start;
    throw located(error, names, index);
  } finally {
    // First, and without a call: the stack may be at its end.
    busy = false;
    forgetMet();
  }
}

/** Writes one value at the area's position. */
export function encode(area: Area, value: unknown, names: Names): void {
  if (typeof value === 'number') {
    encodeNumber(area, value);
  } else {
    encodeValues(area, [value], names);
  }
}

/** Numbers can do nothing while they are written. Gives how many there are before something else. */
function encodeNumbers(area: Area, values: readonly unknown[]): number {
  let index = 0;
  for (; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== 'number') {
      break;
    }
    encodeNumber(area, value);
  }
  return index;
}

function encodeNumber(area: Area, value: number): void {
  if (area.position > area.limit) {
    area.reserve(0);
  }
  const { position } = area;
  const at = position << 1;
  const integer = value | 0;
  if (integer === value && (integer !== 0 || 1 / value > 0)) {
    area.i32[at] = tag.INTEGER;
    area.i32[at + 1] = integer;
    area.position = position + 1;
  } else {
    area.i32[at] = tag.DOUBLE;
    area.f64[position + 1] = value;
    area.position = position + 2;
  }
}

/** Whether this is called by a getter, or a proxy, of a value that is being written. */
export function isEncoding(): boolean {
  return busy;
}

/** @throws RuntimeError when `isEncoding()`. */
export function assertNotEncoding(): void {
  if (busy) {
    throw new RuntimeError('nothing can be sent from within a getter of a value that is being sent');
  }
}

/** Gives an error that was found deep in a value the name of that value. */
function located(error: unknown, names: Names, index: number): unknown {
  const { code } = names;
  if (error instanceof Unsendable) {
    return new TaskError(`Cannot send ${names.of(index)}${error.path}: it is ${error.message}`, { code });
  }
  if (error instanceof RangeError && /call stack|2 GiB|allocation failed/.test(error.message)) {
    const what = /call stack/.test(error.message) ? 'nested too deeply' : 'too large';
    const message = `Cannot send ${names.of(index)}: it is ${what}. Send it in parts.`;
    return new TaskError(message, { code, cause: error });
  }
  return error;
}

/**
 * Writes a value; false when the message is V8's.
 *
 * By comparisons, not by a switch: `typeof value === 'string'` is a test of a bit, `switch (typeof value)` a call.
 */
function encodeValue(area: Area, value: unknown): boolean {
  if (typeof value === 'string') {
    encodeString(area, value);
    return true;
  }
  if (typeof value === 'number') {
    encodeNumber(area, value);
    return true;
  }
  if (typeof value === 'object') {
    return value === null ? encodeBare(area, tag.NULL) : encodeObject(area, value);
  }
  if (typeof value === 'boolean') {
    return encodeBare(area, value ? tag.TRUE : tag.FALSE);
  }
  if (value === undefined) {
    return encodeBare(area, tag.UNDEFINED);
  }
  if (typeof value === 'bigint') {
    encodeText(area, tag.BIGINT, value.toString(16), 'latin1');
    return true;
  }
  return unsendablePrimitive(value);
}

/** What its tag says all of. */
function encodeBare(area: Area, kind: number): boolean {
  if (area.position > area.limit) {
    area.reserve(0);
  }
  area.i32[area.position << 1] = kind;
  area.position += 1;
  return true;
}

function encodeObject(area: Area, value: object): boolean {
  if (metAgain(value)) {
    return encodeHandle(area, value);
  }
  if (Array.isArray(value)) {
    return encodeArray(area, value);
  }
  if (Object.getPrototypeOf(value) === objectPrototype) {
    // Nearly all; a Proxy may be among them, and its traps then say what it holds.
    return encodeProperties(area, value as Record<string, unknown>);
  }
  switch (kindOf(value)) {
    case 'plain':
      return encodeByKeys(area, value as Record<string, unknown>);
    case 'view':
      return encodeView(area, value as ArrayBufferView);
    case 'handle':
      return encodeHandle(area, value);
    default:
      return false;
  }
}

/** False for what is no handle. One that is reached twice is the same at the other end by itself. */
function encodeHandle(area: Area, value: object): boolean {
  const handle = handleOf(value);
  if (handle === undefined) {
    return false;
  }
  area.reserve(2);
  begin(area, tag.HANDLE, handle.number);
  area.f64[area.position] = handle.key;
  area.position += 1;
  return true;
}

function encodeArray(area: Area, value: readonly unknown[]): boolean {
  const length = value.length;
  if (length > LARGE_ARRAY || hasMoreThanElements(value)) {
    return false;
  }
  begin(area, tag.ARRAY, length);
  let index = 0;
  try {
    for (; index < length; index++) {
      if (!encodeValue(area, value[index])) {
        return false;
      }
    }
  } catch (error) {
    throw inside(error, `[${index}]`);
  }
  return true;
}

/** Holes, or properties that are no elements. */
function hasMoreThanElements(value: readonly unknown[]): boolean {
  const keys = Object.keys(value);
  return keys.length !== value.length || (keys.length > 0 && keys[keys.length - 1] !== String(value.length - 1));
}

const { hasOwnProperty } = objectPrototype;

/**
 * The properties of an object whose prototype is `Object.prototype`.
 *
 * `for...in` makes no array of the keys, and the engine reads `value[key]` within it by its place in the object
 * instead of looking it up; `hasOwnProperty` costs nothing there. It is for what was added to `Object.prototype`.
 */
function encodeProperties(area: Area, value: Record<string, unknown>): boolean {
  const header = area.position;
  begin(area, tag.OBJECT, 0);
  let properties = 0;
  let path = '';
  try {
    for (const key in value) {
      if (hasOwnProperty.call(value, key)) {
        path = key;
        const member = value[key];
        encodeKey(area, key);
        if (!encodeValue(area, member)) {
          return false;
        }
        properties += 1;
      }
    }
  } catch (error) {
    throw inside(error, `.${path}`);
  }
  area.i32[(header << 1) + 1] = properties;
  return true;
}

/** The same for other prototypes, and for none: such objects would make the loop above slow for all. */
function encodeByKeys(area: Area, value: Record<string, unknown>): boolean {
  const keys = Object.keys(value);
  begin(area, tag.OBJECT, keys.length);
  let path = '';
  try {
    for (const key of keys) {
      path = key;
      const member = value[key];
      encodeKey(area, key);
      if (!encodeValue(area, member)) {
        return false;
      }
    }
  } catch (error) {
    throw inside(error, `.${path}`);
  }
  return true;
}

function begin(area: Area, kind: number, members: number): void {
  area.reserve(1);
  area.i32[area.position << 1] = kind;
  area.i32[(area.position << 1) + 1] = members;
  area.position += 1;
}

function encodeView(area: Area, value: ArrayBufferView): boolean {
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

function encodeSerialized(area: Area, values: readonly unknown[]): void {
  const bytes = serialize(values);
  area.reserve(1 + wordsOf(bytes.length));
  begin(area, tag.SERIALIZED, bytes.length);
  area.bytes.set(bytes, area.position << 3);
  area.position += wordsOf(bytes.length);
}
