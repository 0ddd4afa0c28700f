/**
 * A stand-in for what finds functions: a table of them. Each has a factory that takes its captured values.
 */

import { TaskError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { decodeValues } from '#nogil/codec/decode.js';
import { encodeValues, type Names } from '#nogil/codec/encode.js';
import { type AnyFunction, type FunctionDescription, setTravellers } from '#nogil/codec/travellers.js';

type Factory = (...captures: never[]) => unknown;

const described = new Map<unknown, () => FunctionDescription>();
const factories: Factory[] = [];
/** Which class a function is, in all threads. */
export const identities: Map<unknown, number> = new Map();
/** Captured values that what was made got later. */
export const completed: Map<unknown, unknown[]> = new Map();
/** The functions that are not there before they were loaded, and what loading them does. */
export const unloaded: Map<number, () => Promise<void>> = new Map();

/** Lets a function or a class travel. At the other end, `factory` makes it of its captured values. */
export function register<Fn>(
  fn: Fn,
  factory: Factory = () => fn,
  captures: () => readonly unknown[] = () => [],
  more: Partial<FunctionDescription> = {},
): Fn {
  const id = factories.push(factory) - 1;
  described.set(fn, () => ({ id, captures: captures(), ...more }));
  return fn;
}

/** The number of a function. */
export function idOf(fn: unknown): number {
  return described.get(fn)?.().id ?? -1;
}

function describe(fn: AnyFunction): FunctionDescription {
  const description = described.get(fn);
  if (description === undefined) {
    const message = `Cannot send '${fn.name}' to a worker: it is in no table. (file.js:1:2)\n  Register it.`;
    throw new TaskError(message, { code: 'ERR_TASK_CAPTURE' });
  }
  return description();
}

setTravellers({
  describe,
  identityOf: (fn) => identities.get(fn) ?? 0,
  describeObject: () => undefined,
  make: (id, captures) => (unloaded.has(id) ? undefined : factories[id]?.(...(captures as never[]))),
  complete: (made, captures) => void completed.set(made, captures),
  hold: () => () => {},
  finish: () => {},
  load: (id) => unloaded.get(id)?.() ?? Promise.resolve(),
});

export const names: Names = { of: (index) => `argument ${index + 1}`, code: 'ERR_TASK_ARGUMENT' };

/** Writes values and reads them again. */
export function travel<T extends unknown[]>(...values: T): T {
  const area = new Area(64);
  encodeValues(area, values, names);
  const end = area.position;
  area.position = 0;
  const result = decodeValues(area, values.length) as T;
  if (area.position !== end) {
    throw new Error(`read up to word ${area.position} of ${end}`);
  }
  return result;
}
