/**
 * Words to values.
 *
 * @module
 */

import { deserialize } from 'node:v8';
import type { Area } from './area.js';
import { type Missing, readGraph } from './graph-reader.js';
import { decodeValue } from './plain-reader.js';
import * as tag from './tags.js';
import { takeBytes } from './text.js';

/**
 * Reads so many values, one after another, from the area's position on.
 *
 * @throws NeedsFunctions when there are functions among them that must be loaded first.
 */
export function decodeValues(area: Area, values: number): unknown[] {
  if (values > 0 && (area.i32[area.position << 1] as number) >= tag.SERIALIZED) {
    return decodeOtherwise(area, values, 'load');
  }
  const result: unknown[] = new Array(values);
  for (let index = 0; index < values; index++) {
    result[index] = decodeValue(area);
  }
  return result;
}

/**
 * Reads one value from the area's position on.
 *
 * @throws NeedsFunctions when there are functions in it that must be loaded first, unless they are to be left out.
 */
export function decode(area: Area, missing: Missing = 'load'): unknown {
  if ((area.i32[area.position << 1] as number) >= tag.SERIALIZED) {
    return decodeOtherwise(area, 1, missing)[0];
  }
  return decodeValue(area);
}

/** Reads a message that is not plain. */
function decodeOtherwise(area: Area, values: number, missing: Missing): unknown[] {
  const length = area.i32[(area.position << 1) + 1] as number;
  if (area.i32[area.position << 1] === tag.SERIALIZED) {
    // A copy: views in the message keep the memory that they are read from.
    return deserialize(takeBytes(area, 1, length).slice()) as unknown[];
  }
  // Where it is neither, the reader says so.
  return readGraph(area, values, missing);
}
