/**
 * What a task threw, on its way back: an error arrives as an error, with its class where both sides know it.
 *
 * @module
 */

import { types } from 'node:util';
import * as errors from '../errors.js';
import { Area } from './area.js';
import { decode } from './decode.js';
import { encode, type Names } from './encode.js';

type Fields = Record<string, unknown>;
type ErrorClass = abstract new (...args: never[]) => Error;

/** What is written of something that was thrown, or of a part of it. */
type Part = { error: Description } | { value: unknown } | { parts: Part[] };

interface Description {
  /** The place of its class in `classes`. */
  class: number;
  name: string;
  message: string;
  stack: string;
  /** Its own properties, `cause` and `errors` among them. */
  properties: Record<string, Part>;
}

/** The classes that both sides know, the most special of a family first. Their order is part of the format. */
const classes: readonly ErrorClass[] = [
  errors.WorkerOutOfMemory,
  errors.WorkerTerminated,
  errors.BrokenThreadPool,
  errors.BrokenExecutor,
  errors.RuntimeError,
  errors.CancelledError,
  errors.TimeoutError,
  errors.NativePanic,
  errors.DecodeError,
  errors.TaskError,
  errors.ValueError,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  DOMException,
  Error,
];

/** An error, its causes and its parts are described down to this depth. */
const DEPTH = 8;

/** Longer messages and stacks are cut. */
const MOST_CHARACTERS = 1024 * 1024;

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

/** Reads what was thrown. */
export function decodeFailure(area: Area): unknown {
  return rebuild(decode(area) as Part);
}

function describe(value: unknown, depth: number, seen: Set<object>): Part {
  if (Array.isArray(value) && value.some(isError)) {
    return { parts: value.map((part) => describe(part, depth - 1, seen)) };
  }
  if (!isError(value)) {
    return typeof value === 'function' || typeof value === 'symbol' ? inWords(value) : { value };
  }
  // An error that is reached again, by a cycle say, is told without its properties.
  const again = depth <= 0 || seen.has(value);
  seen.add(value);
  const name = text(() => value.name);
  const message = text(() => value.message);
  return {
    error: {
      class: classes.findIndex((constructor) => value instanceof constructor),
      name,
      message,
      stack: text(() => value.stack ?? `${name}: ${message}`),
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
  for (const key of Object.getOwnPropertyNames(error)) {
    if (key === 'message' || key === 'stack' || key === 'name' || key === '__proto__') {
      continue;
    }
    try {
      const part = describe((error as unknown as Fields)[key], depth - 1, seen);
      probe.position = 0;
      encode(probe, part, names);
      result[key] = part;
    } catch {
      // Left out.
    }
  }
  return result;
}

function inWords(thrown: unknown): Part {
  const kind = typeof thrown === 'object' ? 'an object' : `a ${typeof thrown}`;
  const message = `a task threw ${kind} that cannot be sent: ${text(() => String(thrown))}`;
  const properties = { code: { value: 'ERR_TASK_RESULT' } };
  const index = classes.indexOf(errors.TaskError);
  return { error: { class: index, name: 'TaskError', message, stack: `TaskError: ${message}`, properties } };
}

function text(read: () => unknown): string {
  try {
    const value = String(read());
    return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}... (cut)` : value;
  } catch {
    return '(unreadable)';
  }
}

function rebuild(part: Part): unknown {
  if ('value' in part) {
    return part.value;
  }
  if ('parts' in part) {
    return part.parts.map(rebuild);
  }
  const { class: index, name, message, stack, properties } = part.error;
  const error = make(classes[index] ?? Error, name, message);
  for (const [key, property] of Object.entries(properties)) {
    const enumerable = key !== 'cause' && key !== 'errors';
    Object.defineProperty(error, key, { configurable: true, enumerable, value: rebuild(property), writable: true });
  }
  Object.defineProperty(error, 'stack', { configurable: true, enumerable: false, value: stack, writable: true });
  return error;
}

function make(constructor: ErrorClass, name: string, message: string): Error {
  if (constructor === DOMException) {
    return new DOMException(message, name);
  }
  // Not by its own constructor: ours ask for arguments.
  const error = new Error(message);
  Object.setPrototypeOf(error, constructor.prototype);
  if (error.name !== name) {
    Object.defineProperty(error, 'name', { configurable: true, enumerable: false, value: name, writable: true });
  }
  return error;
}
