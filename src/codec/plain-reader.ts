/**
 * Words to plain values.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import type { Area } from './area.js';
import { findHandle } from './handles.js';
import { addProperty, setProperty } from './properties.js';
import { decodeSymbolOfEngine } from './symbols.js';
import * as tag from './tags.js';
import { decodeKey, decodeLatin1, decodeText, skipBytes, takeBytes } from './text.js';

/** Reads one value, which begins at the area's position. */
export function decodeValue(area: Area): unknown {
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
      return decodeBuffer(area, detail);
    case tag.TYPED_ARRAY:
      return decodeTypedArray(area, detail);
    case tag.HANDLE:
      return decodeHandle(area, detail);
    case tag.BIGINT:
      return decodeBigint(decodeText(area, detail, 'latin1'));
    case tag.SYMBOL_FOR:
      return Symbol.for(decodeText(area, detail, 'utf16le'));
    case tag.SYMBOL_OF_ENGINE:
      return decodeSymbolOfEngine(area, detail);
    default:
      throw new DecodeError(`unknown tag ${area.i32[position << 1]} at word ${position}`);
  }
}

/** Literals have just the memory that they need, and the engine knows that they have no holes. */
function decodeArray(area: Area, length: number): unknown[] {
  area.position += 1;
  area.unnest(length);
  const result = decodeElements(area, length);
  area.depth += 1;
  return result;
}

function decodeElements(area: Area, length: number): unknown[] {
  switch (length) {
    case 0:
      return [];
    case 1:
      return [decodeValue(area)];
    case 2:
      return [decodeValue(area), decodeValue(area)];
    case 3:
      return [decodeValue(area), decodeValue(area), decodeValue(area)];
    case 4:
      return [decodeValue(area), decodeValue(area), decodeValue(area), decodeValue(area)];
    default:
  }
  const result: unknown[] = new Array(length);
  for (let index = 0; index < length; index++) {
    result[index] = decodeValue(area);
  }
  return result;
}

function decodeObject(area: Area, properties: number): Record<string, unknown> {
  area.position += 1;
  area.unnest(properties);
  const result: Record<string, unknown> = {};
  for (let index = 0; index < properties; index++) {
    const key = decodeKey(area);
    if (key === undefined) {
      const text = decodeString(area);
      addProperty(result, text, decodeValue(area));
    } else {
      setProperty(result, key, decodeValue(area));
    }
  }
  area.depth += 1;
  return result;
}

/** Reads what must be a string. */
export function decodeString(area: Area): string {
  const value = decodePrimitive(area);
  if (typeof value !== 'string') {
    throw new DecodeError(`a ${typeof value} before word ${area.position}, where a string must be`);
  }
  return value;
}

/** Reads what must be no object. */
export function decodePrimitive(area: Area): unknown {
  const kind = area.i32[area.position << 1] as number;
  if (kind >= tag.ARRAY && kind !== tag.SYMBOL_FOR && kind !== tag.SYMBOL_OF_ENGINE) {
    throw new DecodeError(`tag ${kind} at word ${area.position}, where a primitive must be`);
  }
  return decodeValue(area);
}

function decodeTypedArray(area: Area, kind: number): ArrayBufferView {
  const constructor = tag.typedArrays[kind];
  const length = area.f64[area.position + 1] as number;
  if (constructor === undefined || !Number.isInteger(length)) {
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

/** A small Buffer is a part of Node's pool, as most are: memory of its own takes longer to free than to fill. */
const POOLED = 1024;

/** Up to this length, the view that a copy by the engine needs takes longer than a loop. */
const A_DIGEST = 64;

function decodeBuffer(area: Area, length: number): Buffer {
  if (length > POOLED) {
    return copyOf(takeBytes(area, 1, length));
  }
  const start = skipBytes(area, 1, length);
  const copy = Buffer.allocUnsafe(length);
  if (length > A_DIGEST) {
    copy.set(area.bytes.subarray(start, start + length));
    return copy;
  }
  const { bytes } = area;
  for (let index = 0; index < length; index++) {
    copy[index] = bytes[start + index] as number;
  }
  return copy;
}

/** A copy in memory of its own, which is not filled with zeros first. */
export function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}
