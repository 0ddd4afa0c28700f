/** The functions that programs of the oracle run in workers, by the names that they have there. */

import { CancelledError, RuntimeError, ValueError } from 'nogil/futures';
import { note, passGate } from './memory.js';

export class E1 extends Error {}
export class E2 extends E1 {}
export class E3 extends Error {}

/** Python's, which the package does not have yet. */
export class KeyError extends Error {}

/** Python's, of an attribute that is not there. */
export class AttributeError extends Error {}

/** The errors that programs make, by name. */
export const errors: Record<string, new (message: string, options?: ErrorOptions) => Error> = {
  AttributeError,
  E1,
  E2,
  E3,
  KeyError,
  RuntimeError,
  ValueError,
};

/** An error by the name of its class. */
export function newError(name: string, message: string, options?: ErrorOptions): Error {
  const constructor = errors[name];
  if (constructor === undefined) {
    throw new Error(`there is no error ${name}`);
  }
  return new constructor(message, options);
}

export function ident(x: unknown): unknown {
  return x;
}

export function square(x: number): number {
  return x * x;
}

export function add(a: number, b: number): number {
  return a + b;
}

export function fail(name: string, message: string): never {
  throw newError(name, message);
}

export function fail_from(name: string, message: string): never {
  throw newError(name, message, { cause: new KeyError('inner') });
}

export function odd_fails(x: number): number {
  if (x % 2 === 1) {
    throw new E1(`odd${x}`);
  }
  return x;
}

export function sum_to(n: number): number {
  return (n * (n - 1)) / 2;
}

export function cancelled(): never {
  throw new CancelledError();
}

export function return_exc(name: string, message: string): Error {
  return newError(name, message);
}

/** The functions by name. */
export const functions: Record<string, (...args: never[]) => unknown> = {
  add,
  cancelled,
  fail,
  fail_from,
  ident,
  odd_fails,
  return_exc,
  square,
  sum_to,
};

/** What is submitted: it says that it has begun, waits at its gate if it has one, and calls the function. */
export function task(name: string, args: unknown[], gate: number | undefined, began: number): unknown {
  note(began);
  if (gate !== undefined) {
    passGate(gate);
  }
  return functions[name]?.(...(args as never[]));
}

/** The initializer that says that it ran. */
export function noteInit(number: number): void {
  note(number);
}

/** The initializer that throws. */
export function failInit(): never {
  throw new E1('init');
}

/** The action of a barrier that throws. */
export function failAction(): never {
  throw new E1('action');
}
