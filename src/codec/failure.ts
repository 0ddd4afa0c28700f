/**
 * What a task threw, on its way back: an error arrives as an error, with its class where both sides know it.
 *
 * @module
 */

import { types } from 'node:util';
import * as errors from '../errors.js';
import { Area } from './area.js';
import { decode } from './decode.js';
import { encode } from './encode.js';

type Fields = Record<string, unknown>;

/** What is written of an error. */
interface Description {
  class: string;
  message: string;
  stack: string | undefined;
  /** Its own properties, `cause` and `errors` among them. */
  properties: Fields;
}

/** Marks the description of an error that stands where a value is expected. */
const ERROR = 'nogil.error';

/** The classes that both sides know, the most special of a family first. */
const classes: Record<string, abstract new (...args: never[]) => Error> = {
  WorkerOutOfMemory: errors.WorkerOutOfMemory,
  WorkerTerminated: errors.WorkerTerminated,
  BrokenThreadPool: errors.BrokenThreadPool,
  BrokenExecutor: errors.BrokenExecutor,
  RuntimeError: errors.RuntimeError,
  CancelledError: errors.CancelledError,
  NativePanic: errors.NativePanic,
  DecodeError: errors.DecodeError,
  TaskError: errors.TaskError,
  ValueError: errors.ValueError,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  Error,
};

/** Where a property is tried before it is written. */
const probe = new Area(512);

/** An error, its causes and its parts are described down to this depth. */
const DEPTH = 8;

/** Longer messages and stacks are cut. */
const MOST_CHARACTERS = 1024 * 1024;

/** Writes what was thrown. It never throws: what cannot travel is described in words. */
export function encodeFailure(area: Area, thrown: unknown): void {
  const start = area.position;
  try {
    encode(area, describe(thrown, DEPTH), 'what was thrown');
  } catch {
    area.position = start;
    encode(area, inWords(thrown), 'what was thrown');
  }
}

/** Reads what was thrown. */
export function decodeFailure(area: Area): unknown {
  return rebuild(decode(area));
}

function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function describe(value: unknown, depth: number): unknown {
  if (!isError(value)) {
    return typeof value === 'function' || typeof value === 'symbol' ? inWords(value) : value;
  }
  if (depth === 0) {
    return { [ERROR]: { class: 'Error', message: text(() => value.message), stack: undefined, properties: {} } };
  }
  const description: Description = {
    class: Object.keys(classes).find((name) => value instanceof (classes[name] as typeof Error)) ?? 'Error',
    message: text(() => value.message),
    stack: optionalText(() => value.stack),
    properties: properties(value, depth),
  };
  return { [ERROR]: description };
}

/** The own properties that can travel; a getter that throws is left out, as is what cannot be sent. */
function properties(error: Error, depth: number): Fields {
  const result: Fields = {};
  for (const key of Object.getOwnPropertyNames(error)) {
    if (key === 'message' || key === 'stack') {
      continue;
    }
    try {
      const value = (error as unknown as Fields)[key];
      const described = Array.isArray(value)
        ? value.map((part) => describe(part, depth - 1))
        : describe(value, depth - 1);
      probe.position = 0;
      encode(probe, described, key);
      result[key] = described;
    } catch {
      // Left out.
    }
  }
  if (!Object.hasOwn(error, 'name')) {
    const name = text(() => error.name);
    if (!Object.hasOwn(classes, name)) {
      result['name'] = name;
    }
  }
  return result;
}

function inWords(thrown: unknown): unknown {
  const kind = typeof thrown;
  const message = `a task threw ${kind === 'object' ? 'an object' : `a ${kind}`} that cannot be sent: ${text(() => String(thrown))}`;
  const description: Description = {
    class: 'TaskError',
    message,
    stack: undefined,
    properties: { code: 'ERR_TASK_RESULT' },
  };
  return { [ERROR]: description };
}

function text(read: () => unknown): string {
  try {
    const value = String(read());
    return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}... (cut)` : value;
  } catch {
    return '(unreadable)';
  }
}

function optionalText(read: () => unknown): string | undefined {
  try {
    const value = read();
    return typeof value === 'string' ? text(() => value) : undefined;
  } catch {
    return undefined;
  }
}

function rebuild(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, ERROR)) {
    return value;
  }
  const description = (value as Fields)[ERROR] as Description;
  const constructor = classes[description.class] ?? Error;
  // Not by its constructor: that would make a stack here, and ours ask for arguments.
  const error = new Error(description.message);
  Object.setPrototypeOf(error, constructor.prototype);
  for (const [key, property] of Object.entries(description.properties)) {
    const rebuilt = Array.isArray(property) ? property.map(rebuild) : rebuild(property);
    const enumerable = key !== 'name' && key !== 'cause' && key !== 'errors';
    Object.defineProperty(error, key, { configurable: true, enumerable, value: rebuilt, writable: true });
  }
  const stack = description.stack ?? `${error.name}: ${error.message}`;
  Object.defineProperty(error, 'stack', { configurable: true, enumerable: false, value: stack, writable: true });
  return error;
}
