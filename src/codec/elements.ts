/**
 * Whether an array is nothing but its elements.
 *
 * @module
 */

import { inspect } from 'node:util';

/** Up to this length, a list of the keys is made sooner than a text. */
const SHORT = 256;

/** Without elements, getters, and long strings. */
const bare = { customInspect: false, depth: 0, maxArrayLength: 0, maxStringLength: 0 } as const;

const { hasOwnProperty } = Object.prototype;

/**
 * Holes, or properties that are no elements. Of a long array, its holes are not looked for: see `isHole`.
 *
 * Only the engine can tell the properties of an array without listing its elements, and only `inspect` asks it.
 */
export function hasMoreThanElements(value: readonly unknown[]): boolean {
  const { length } = value;
  if (length > SHORT && inspect(value, bare) === `[ ... ${length} more items ]`) {
    return false;
  }
  const keys = Object.keys(value);
  return keys.length !== length || (length > 0 && keys[length - 1] !== String(length - 1));
}

/** Whether an element that is undefined is none. */
export function isHole(value: readonly unknown[], index: number): boolean {
  return !hasOwnProperty.call(value, index);
}

/** The longest array that the language has. */
const MOST = 2 ** 32 - 1;

/** Gives an empty array its length. It takes no memory for many more elements than it will have. */
export function setLength(array: unknown[], length: number, elements: number): void {
  if (length > elements * 2) {
    // The engine then has no memory for what is not there.
    array.length = MOST;
  }
  array.length = length;
}

/** Whether any is. */
export function hasHoles(value: readonly unknown[]): boolean {
  for (let index = 0; index < value.length; index++) {
    if (value[index] === undefined && isHole(value, index)) {
      return true;
    }
  }
  return false;
}
