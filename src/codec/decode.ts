/**
 * Words to values.
 *
 * @module
 */

import { deserialize } from 'node:v8';
import { DecodeError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { findHandle } from './handles.js';
import * as tag from './tags.js';

/** Reads so many values, one after another, from the area's position on. */
export function decodeValues(area: Area, values: number): unknown[] {
  if (values > 0 && area.i32[area.position << 1] === tag.SERIALIZED) {
    return decodeSerialized(area);
  }
  const result: unknown[] = new Array(values);
  for (let index = 0; index < values; index++) {
    result[index] = decodeValue(area);
  }
  return result;
}

/** Reads one value from the area's position on. */
export function decode(area: Area): unknown {
  if (area.i32[area.position << 1] === tag.SERIALIZED) {
    return decodeSerialized(area)[0];
  }
  return decodeValue(area);
}

function decodeSerialized(area: Area): unknown[] {
  const length = area.i32[(area.position << 1) + 1] as number;
  // A copy: views in the message keep the memory that they are read from.
  return deserialize(takeBytes(area, 1, length).slice()) as unknown[];
}

function decodeValue(area: Area): unknown {
  const position = area.position;
  const detail = area.i32[(position << 1) + 1] as number;
  switch (area.i32[position << 1]) {
    case tag.INTEGER:
      area.position = position + 1;
      return detail;
    case tag.DOUBLE:
      area.position = position + 2;
      return area.f64[position + 1];
    case tag.LATIN1:
      return decodeLatin1(area, detail);
    case tag.UTF8:
      return decodeText(area, detail, 'utf8');
    case tag.UTF16:
      return decodeText(area, detail, 'utf16le');
    case tag.UNDEFINED:
      area.position = position + 1;
      return undefined;
    case tag.NULL:
      area.position = position + 1;
      return null;
    case tag.TRUE:
      area.position = position + 1;
      return true;
    case tag.FALSE:
      area.position = position + 1;
      return false;
    case tag.OBJECT:
      return decodeObject(area, detail);
    case tag.ARRAY:
      return decodeArray(area, detail);
    case tag.BUFFER:
      return copyOf(takeBytes(area, 1, detail));
    case tag.TYPED_ARRAY:
      return decodeTypedArray(area, detail);
    case tag.HANDLE:
      return decodeHandle(area, detail);
    case tag.BIGINT:
      return decodeBigint(decodeText(area, detail, 'latin1'));
    default:
      throw new DecodeError(`unknown tag ${area.i32[position << 1]} at word ${position}`);
  }
}

function decodeArray(area: Area, length: number): unknown[] {
  area.position += 1;
  const result: unknown[] = [];
  for (let index = 0; index < length; index++) {
    result.push(decodeValue(area));
  }
  return result;
}

function decodeObject(area: Area, properties: number): Record<string, unknown> {
  area.position += 1;
  const result: Record<string, unknown> = {};
  for (let index = 0; index < properties; index++) {
    const key = decodeValue(area) as string;
    const value = decodeValue(area);
    if (key === '__proto__') {
      // An assignment would change the prototype.
      Object.defineProperty(result, key, { configurable: true, enumerable: true, value, writable: true });
    } else {
      result[key] = value;
    }
  }
  return result;
}

function decodeTypedArray(area: Area, kind: number): ArrayBufferView {
  const constructor = tag.typedArrays[kind];
  const length = area.f64[area.position + 1] as number;
  if (constructor === undefined) {
    throw new DecodeError(`no typed array has kind ${kind} and ${length} bytes`);
  }
  return new constructor(copyOf(takeBytes(area, 2, length)).buffer as ArrayBuffer);
}

function decodeHandle(area: Area, number: number): object {
  const handle = findHandle(number, area.f64[area.position + 1] as number);
  if (handle === undefined) {
    throw new DecodeError(`no class of handles has the number ${number}`);
  }
  area.position += 2;
  return handle;
}

function decodeBigint(digits: string): bigint {
  return digits.startsWith('-') ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
}

function decodeText(area: Area, length: number, encoding: 'latin1' | 'utf8' | 'utf16le'): string {
  const start = (area.position + 1) << 3;
  takeBytes(area, 1, length);
  return area.buffer.toString(encoding, start, start + length);
}

/** A copy in memory of its own, which is not filled with zeros first. */
function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

/** The bytes after so many words, still in the area. Moves behind them. */
function takeBytes(area: Area, after: number, length: number): Uint8Array {
  const start = (area.position + after) << 3;
  if (length < 0 || start + length > area.bytes.length) {
    throw new DecodeError(`${length} bytes are claimed where ${area.bytes.length - start} are left`);
  }
  area.position += after + wordsOf(length);
  return area.bytes.subarray(start, start + length);
}

/*
 * Keys and short words come again and again. A string of up to 16 characters is looked for by the integers that its
 * bytes make, in a table where each place remembers the last string that fell on it: that
 * needs no call into the engine, and gives the same string object, which makes properties faster to set.
 */
const CACHED_LENGTH = 16;
const CACHE_PLACES = 1024;
const cachedText: string[] = new Array(CACHE_PLACES).fill('');
/** Five integers a place: the length, and the bytes. */
const cachedKeys = new Int32Array(CACHE_PLACES * 5);

function decodeLatin1(area: Area, length: number): string {
  if (length > CACHED_LENGTH) {
    return decodeText(area, length, 'latin1');
  }
  const { i32, position } = area;
  if (length === 0) {
    area.position = position + 1;
    return '';
  }
  const at = (position + 1) << 1;
  const long = length > 8;
  const a = i32[at] as number;
  const b = i32[at + 1] as number;
  const c = long ? (i32[at + 2] as number) : 0;
  const d = long ? (i32[at + 3] as number) : 0;
  const hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ d, 0xc2b2ae35);
  const place = (hash >>> 16) & (CACHE_PLACES - 1);
  const key = place * 5;
  if (
    cachedKeys[key] === length &&
    cachedKeys[key + 1] === a &&
    cachedKeys[key + 2] === b &&
    cachedKeys[key + 3] === c &&
    cachedKeys[key + 4] === d
  ) {
    area.position = position + (long ? 3 : 2);
    return cachedText[place] as string;
  }
  const text = decodeText(area, length, 'latin1');
  cachedKeys[key] = length;
  cachedKeys[key + 1] = a;
  cachedKeys[key + 2] = b;
  cachedKeys[key + 3] = c;
  cachedKeys[key + 4] = d;
  cachedText[place] = text;
  return text;
}
