/**
 * Plain values to words: what is common.
 *
 * A message with anything else in it (a function, a Map, a value that is reached twice, a cycle, holes) is written as
 * a graph: see `encode.ts`.
 *
 * @module
 */

import { type Area, wordsOf } from './area.js';
import { hasMoreThanElements, isHole } from './elements.js';
import { handleOf } from './handles.js';
import { encodeKey } from './keys.js';
import { metAgain } from './met.js';
import { isPlainArray, kindOf } from './sendable.js';
import { encodeString, encodeText } from './strings.js';
import { encodeSymbol } from './symbols.js';
import * as tag from './tags.js';
import { inside, memberName } from './unsendable.js';
import { bytesOf, isResizable } from './views.js';

const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;

/** Numbers can do nothing while they are written. Gives how many there are before something else. */
export function encodeNumbers(area: Area, values: readonly unknown[]): number {
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

/** Writes a number. */
export function encodeNumber(area: Area, value: number): void {
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

/**
 * Writes a value; false when the message is to be written in another way.
 *
 * By comparisons, not by a switch: `typeof value === 'string'` is a test of a bit, `switch (typeof value)` a call.
 */
export function encodeValue(area: Area, value: unknown): boolean {
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
  if (typeof value === 'symbol') {
    encodeSymbol(area, value);
    return true;
  }
  return false;
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
    return (Object.getPrototypeOf(value) === arrayPrototype || isPlainArray(value)) && encodeArray(area, value);
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
export function encodeHandle(area: Area, value: object): boolean {
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
  if (hasMoreThanElements(value)) {
    return false;
  }
  area.nest(length);
  begin(area, tag.ARRAY, length);
  let index = 0;
  try {
    for (; index < length; index++) {
      const element = value[index];
      if ((element === undefined && isHole(value, index)) || !encodeValue(area, element)) {
        return false;
      }
    }
  } catch (error) {
    throw inside(error, `[${index}]`);
  }
  area.depth += 1;
  return true;
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
  area.nest(0);
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
    throw inside(error, memberName(path));
  }
  area.i32[(header << 1) + 1] = properties;
  area.depth += 1;
  area.count -= properties;
  if (area.count < 0) {
    area.refuse();
  }
  // Such as Math, of which nothing can be listed.
  return properties > 0 || !hasOwnProperty.call(value, Symbol.toStringTag);
}

/** The same for other prototypes, and for none: such objects would make the loop above slow for all. */
function encodeByKeys(area: Area, value: Record<string, unknown>): boolean {
  const keys = Object.keys(value);
  area.nest(keys.length);
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
    throw inside(error, memberName(path));
  }
  area.depth += 1;
  return true;
}

/** Writes a first word. */
export function begin(area: Area, kind: number, members: number): void {
  area.reserve(1);
  area.i32[area.position << 1] = kind;
  area.i32[(area.position << 1) + 1] = members;
  area.position += 1;
}

/** False for a view that travels with its memory: of another class than these, one of several, or one that resizes. */
export function encodeView(area: Area, value: ArrayBufferView): boolean {
  const bytes = bytesOf(value);
  if (Buffer.isBuffer(value)) {
    area.reserve(1 + wordsOf(bytes.length));
    begin(area, tag.BUFFER, bytes.length);
  } else {
    const kind = typedArrays.indexOf(value.constructor);
    if (kind === -1 || isResizable(value.buffer) || metAgain(value.buffer)) {
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
