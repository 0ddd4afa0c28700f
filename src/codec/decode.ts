/**
 * Words to values.
 *
 * Whatever the words are, reading them ends with a value, a DecodeError, or NeedsFunctions. It takes no more memory than a
 * multiple of the bytes that are there (docs/values.md), whatever they claim, and runs no code but what functions and
 * classes of the message are made by, and their `[rebuild]`: only what that throws comes out as it is.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import type { Area } from './area.js';
import { type Missing, readGraph } from './graph-reader.js';
import { defaultLimits, type Limits } from './limits.js';
import { decodeValue } from './plain-reader.js';
import * as tag from './tags.js';
import { Foreign, NeedsFunctions } from './travellers.js';

/**
 * Reads so many values, one after another, from the area's position on.
 *
 * @throws NeedsFunctions when there are functions among them that must be loaded first.
 * @throws DecodeError when the words are no such values, or beyond the limits.
 */
export function decodeValues(
  area: Area,
  values: number,
  missing: Missing = 'load',
  limits: Limits = defaultLimits,
): unknown[] {
  const start = area.position;
  area.allowRead(limits);
  try {
    area.unnest(values);
    area.depth += 1;
    const result =
      values > 0 && area.i32[start << 1] === tag.GRAPH ? readGraph(area, values, missing) : readPlain(area, values);
    if (!area.isWithin()) {
      refuse(area, start);
    }
    return result;
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Reads one value from the area's position on.
 *
 * @throws NeedsFunctions when there are functions in it that must be loaded first, unless they are to be left out.
 * @throws DecodeError when the words are no value, or beyond the limits.
 */
export function decode(area: Area, missing: Missing = 'load', limits: Limits = defaultLimits): unknown {
  const start = area.position;
  area.allowRead(limits);
  area.count -= 1;
  try {
    const result = area.i32[start << 1] === tag.GRAPH ? readGraph(area, 1, missing)[0] : decodeValue(area);
    if (!area.isWithin()) {
      refuse(area, start);
    }
    return result;
  } catch (error) {
    throw unreadable(error);
  }
}

function refuse(area: Area, start: number): never {
  throw new DecodeError(`the message at word ${start} does not end before word ${area.last}`);
}

function readPlain(area: Area, values: number): unknown[] {
  const result: unknown[] = new Array(values);
  for (let index = 0; index < values; index++) {
    result[index] = decodeValue(area);
  }
  return result;
}

/** What the engine says of arguments that no writer has written: a length, digits, a pattern. */
function unreadable(error: unknown): unknown {
  if (error instanceof DecodeError || error instanceof NeedsFunctions) {
    return error;
  }
  if (error instanceof Foreign) {
    return error.thrown;
  }
  return new DecodeError('the words are no value', { cause: error });
}
