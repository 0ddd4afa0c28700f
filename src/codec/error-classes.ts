/**
 * Errors by their class, name, message and stack.
 *
 * @module
 */

import * as errors from '../errors.js';

type ErrorClass = abstract new (...args: never[]) => Error;

/** The classes that both sides know, the most special of a family first. Their order is part of the format. */
export const errorClasses: readonly ErrorClass[] = [
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

/** How many of these are ours. */
const OURS: number = errorClasses.indexOf(AggregateError);

/** Longer messages and stacks are cut. */
const MOST_CHARACTERS = 1024 * 1024;

/** The place in `errorClasses` of the class that an error has, or that is the nearest to it. */
export function nearestClass(error: object): number {
  return errorClasses.findIndex((constructor) => error instanceof constructor);
}

/** Whether an error's class is one of ours. Another copy of the package has other classes of the same names. */
export function isOurs(error: object): boolean {
  const index = nearestClass(error);
  const constructor: unknown = Object.getPrototypeOf(error)?.constructor;
  return index !== -1 && index < OURS && (constructor as ErrorClass | undefined)?.name === errorClasses[index]?.name;
}

/** What is to be read as a string, whatever it is. */
export function asText(read: () => unknown): string {
  try {
    const value = String(read());
    return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}... (cut)` : value;
  } catch {
    return '(unreadable)';
  }
}

/** The names of an error's own properties beside name, message and stack. */
export function otherProperties(error: object): string[] {
  return Object.getOwnPropertyNames(error).filter((key) => !['message', 'stack', 'name', '__proto__'].includes(key));
}

/** A property of an error; undefined where a getter throws. */
export function readProperty(error: object, key: string): unknown {
  try {
    return (error as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** Makes an error of one of `errorClasses`, or of another class. */
export function makeError(index: number, own: unknown, name: string, message: string, stack: string): Error {
  const constructor = typeof own === 'function' ? own : (errorClasses[index] ?? Error);
  const error = constructor === DOMException ? new DOMException(message, name) : makeOf(constructor, name, message);
  define(error, 'stack', stack, false);
  return error;
}

/** Not by its own constructor: ours ask for arguments. */
function makeOf(constructor: { prototype: unknown }, name: string, message: string): Error {
  const error = new Error(message);
  Object.setPrototypeOf(error, constructor.prototype as object);
  if (error.name !== name) {
    define(error, 'name', name, false);
  }
  return error;
}

/** Defines one of an error's other properties. */
export function defineProperty(error: Error, key: string, value: unknown): void {
  define(error, key, value, key !== 'cause' && key !== 'errors');
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { configurable: true, enumerable, value, writable: true });
}
