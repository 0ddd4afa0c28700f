/**
 * Errors by their class, name, message and stack.
 *
 * What is asked of an error here may be answered by its getters, or be a Proxy: nothing here throws.
 *
 * @module
 */

import { types } from 'node:util';
import * as errors from '../errors.js';
import { isOfEveryThread } from './symbols.js';

type ErrorClass = abstract new (...args: never[]) => Error;

/** Node 20 and 22 have none. */
const { SuppressedError } = globalThis as { SuppressedError?: ErrorClass };

/** The classes that both sides know, the most special of a family first. Their order is part of the format. */
export const errorClasses: readonly ErrorClass[] = [
  errors.WorkerOutOfMemory,
  errors.WorkerTerminated,
  errors.BrokenThreadPool,
  errors.BrokenExecutor,
  errors.DeadlockError,
  errors.QueueFullError,
  errors.RuntimeError,
  errors.CancelledError,
  errors.InvalidStateError,
  errors.TimeoutError,
  errors.NativePanic,
  errors.DecodeError,
  errors.TaskError,
  errors.ValueError,
  ...(SuppressedError === undefined ? [] : [SuppressedError]),
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
const OURS: number = errorClasses.indexOf(errors.ValueError) + 1;

/** Longer messages and stacks are cut: so many characters of each are kept. */
export const MOST_CHARACTERS: number = 1024 * 1024;

/** Whether something is an error, of any realm, or stands for one. */
export function isErrorLike(value: unknown): value is Error {
  try {
    return types.isNativeError(value) || value instanceof Error;
  } catch {
    return false;
  }
}

/** The place in `errorClasses` of the class that an error has, or that is the nearest to it. */
export function nearestClass(error: object): number {
  try {
    const index = errorClasses.findIndex((constructor) => error instanceof constructor);
    return index === -1 ? nearestByName(error) : index;
  } catch {
    return errorClasses.indexOf(Error);
  }
}

/** An error of another realm, as `vm` makes them: its classes are others, of the same names. */
function nearestByName(error: object): number {
  for (let prototype = Object.getPrototypeOf(error); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const index = errorClasses.findIndex(({ name }) => name === prototype.constructor?.name);
    if (index >= OURS) {
      return index;
    }
  }
  return errorClasses.indexOf(Error);
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
    return cut(String(read()));
  } catch {
    return '(unreadable)';
  }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}... (cut)` : text;
}

/** What an error says of itself. A message that is cut is cut in the stack too, which then keeps its frames. */
export function textsOf(error: Error): { name: string; message: string; stack: string } {
  const name = asText(() => error.name);
  const message = asText(() => error.message);
  const stack = asText(() => {
    const whole = String(error.stack ?? `${name}: ${message}`);
    return whole.length > MOST_CHARACTERS ? whole.replace(String(error.message), () => message) : whole;
  });
  return { name, message, stack };
}

/** The names of an error's own properties beside message and stack, the enumerable ones first, and how many these are. */
export function ownProperties(error: object): { names: (string | symbol)[]; enumerable: number } {
  try {
    const names = Reflect.ownKeys(error).filter(isTold);
    const isEnumerable = names.map((name) => Object.prototype.propertyIsEnumerable.call(error, name));
    const enumerable = names.filter((_, index) => isEnumerable[index]);
    return {
      names: [...enumerable, ...names.filter((_, index) => !isEnumerable[index])],
      enumerable: enumerable.length,
    };
  } catch {
    return { names: [], enumerable: 0 };
  }
}

function isTold(name: string | symbol): boolean {
  return typeof name === 'symbol'
    ? isOfEveryThread(name)
    : name !== 'message' && name !== 'stack' && name !== '__proto__';
}

/** Makes an error of one of `errorClasses`, or of another class. */
export function makeError(
  index: number,
  own: { prototype: unknown } | undefined,
  name: string,
  message: string,
  stack: string,
): Error {
  const constructor = errorClasses[index] ?? Error;
  const prototype = (own ?? constructor).prototype as object | null;
  const error = withoutTrace(() =>
    constructor === DOMException ? new DOMException(message, name) : new Error(message),
  );
  // Not by its own constructor: ours ask for arguments.
  if (typeof prototype === 'object' && Object.getPrototypeOf(error) !== prototype) {
    Object.setPrototypeOf(error, prototype);
  }
  if (error.name !== name) {
    defineProperty(error, 'name', name, false);
  }
  if (constructor === DOMException) {
    defineProperty(error, 'stack', stack, false);
  } else {
    // Its own property, which is not enumerable: to define it anew takes longer.
    error.stack = stack;
  }
  return error;
}

/** The trace of where it is made would be the most of what it costs, and is put away. */
function withoutTrace<Result>(make: () => Result): Result {
  const { stackTraceLimit } = Error;
  if (!Reflect.set(Error, 'stackTraceLimit', 0)) {
    return make();
  }
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Defines one of an error's other properties. */
export function defineProperty(error: Error, key: string | symbol, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { configurable: true, enumerable, value, writable: true });
}
