/** Values and exceptions as they stand in a trace. */

import { E1, E3, errors } from './functions.js';
import type { Exception } from './programs.js';

/** The name of its class; a class that only has the name of one of the programs' is another one. */
function className(value: object): string {
  const { name } = value.constructor;
  const known = errors[name];
  return known === undefined || known === value.constructor ? name : `another ${name}`;
}

/** An exception: its class, the message of those that programs make, the class of its cause. */
export function exceptionOutcome(thrown: unknown): Exception {
  if (!(thrown instanceof Error)) {
    return { x: `not an error: ${String(thrown)}` };
  }
  const outcome: Exception = { x: className(thrown) };
  if ((thrown instanceof E1 || thrown instanceof E3) && thrown.message !== '') {
    outcome.m = thrown.message;
  }
  if (thrown.cause instanceof Error) {
    outcome.c = className(thrown.cause);
  }
  return outcome;
}

/** A value: what JSON has as it is, exceptions as above, else its class. */
export function valueOutcome(value: unknown): unknown {
  if (value instanceof Error) {
    return exceptionOutcome(value);
  }
  if (Array.isArray(value)) {
    return value.map(valueOutcome);
  }
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === 'object') {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, valueOutcome(item)]));
    }
    return className(value);
  }
  return typeof value === 'function' ? 'function' : value;
}
