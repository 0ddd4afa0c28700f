/**
 * What a task threw, on its way back: an error arrives as an error, with its class where both sides know it.
 *
 * @module
 */

import { types } from 'node:util';
import { TaskError } from '../errors.js';
import { Area } from './area.js';
import { decode } from './decode.js';
import { encode, type Names } from './encode.js';
import { asText, defineProperty, errorClasses, makeError, nearestClass, otherProperties } from './error-classes.js';
import type { Missing } from './graph-reader.js';
import { errorClass, isReducible } from './instances.js';

/** What is written of something that was thrown, or of a part of it. */
type Part = { error: Description } | { value: unknown } | { parts: Part[] };

interface Description {
  /** The place in `errorClasses` of its class, or of the nearest. */
  class: number;
  /** Its class, if that is none of these and can travel. */
  own?: unknown;
  name: string;
  message: string;
  stack: string;
  /** Its own properties, `cause` and `errors` among them. */
  properties: Record<string, Part>;
}

/** An error, its causes and its parts are described down to this depth. */
const DEPTH = 8;

const names: Names = { of: () => 'what was thrown', code: 'ERR_TASK_RESULT' };

/** Where a property is tried before it is written. */
const PROBE_WORDS = 512;
const probe = new Area(PROBE_WORDS);

/** Writes what was thrown. It never throws: what cannot travel is described in words. */
export function encodeFailure(area: Area, thrown: unknown): void {
  const start = area.position;
  try {
    encode(area, describe(thrown, DEPTH, new Set()), names);
  } catch {
    area.position = start;
    encode(area, inWords(thrown), names);
  } finally {
    probe.shrink(PROBE_WORDS);
  }
}

/**
 * Reads what was thrown.
 *
 * @throws NeedsFunctions when the class of an error must be loaded first, unless it is to be left out.
 */
export function decodeFailure(area: Area, missing: Missing = 'load'): unknown {
  return rebuild(decode(area, missing) as Part);
}

function describe(value: unknown, depth: number, seen: Set<object>): Part {
  if (Array.isArray(value) && value.some(isError)) {
    return { parts: value.map((part) => describe(part, depth - 1, seen)) };
  }
  if (!isError(value)) {
    return typeof value === 'symbol' ? inWords(value) : { value };
  }
  if (isReducible(value) && canTravel({ value })) {
    return { value };
  }
  // An error that is reached again, by a cycle say, is told without its properties.
  const again = depth <= 0 || seen.has(value);
  seen.add(value);
  const name = asText(() => value.name);
  const message = asText(() => value.message);
  const own = errorClass(value);
  return {
    error: {
      class: nearestClass(value),
      ...(own !== undefined && canTravel({ value: own }) ? { own } : {}),
      name,
      message,
      stack: asText(() => value.stack ?? `${name}: ${message}`),
      properties: again ? {} : properties(value, depth, seen),
    },
  };
}

function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** The own properties that can travel; a getter that throws is left out, as is what cannot be sent. */
function properties(error: Error, depth: number, seen: Set<object>): Record<string, Part> {
  const result: Record<string, Part> = {};
  for (const key of otherProperties(error)) {
    try {
      const part = describe((error as unknown as Record<string, unknown>)[key], depth - 1, seen);
      if (canTravel(part)) {
        result[key] = part;
      }
    } catch {
      // Left out.
    }
  }
  return result;
}

function canTravel(part: Part): boolean {
  try {
    probe.position = 0;
    encode(probe, part, names);
    return true;
  } catch {
    return false;
  }
}

function inWords(thrown: unknown): Part {
  const kind = typeof thrown === 'object' ? 'an object' : `a ${typeof thrown}`;
  const message = `a task threw ${kind} that cannot be sent: ${asText(() => String(thrown))}`;
  const properties = { code: { value: 'ERR_TASK_RESULT' } };
  const index = errorClasses.indexOf(TaskError);
  return { error: { class: index, name: 'TaskError', message, stack: `TaskError: ${message}`, properties } };
}

function rebuild(part: Part): unknown {
  if ('value' in part) {
    return part.value;
  }
  if ('parts' in part) {
    return part.parts.map(rebuild);
  }
  const { class: index, own, name, message, stack, properties } = part.error;
  const error = makeError(index, own, name, message, stack);
  for (const [key, property] of Object.entries(properties)) {
    defineProperty(error, key, rebuild(property));
  }
  return error;
}
