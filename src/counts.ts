/**
 * Whole numbers that are given as options.
 *
 * @module
 */

import { ValueError, wrongType } from './errors.js';

/**
 * A whole number; undefined where none was given.
 *
 * @throws TypeError when it is no whole number, ValueError when it is less or more than may be.
 */
export function checkCount(
  name: string,
  count: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (count === undefined) {
    return undefined;
  }
  if (typeof count !== 'number' || !Number.isInteger(count)) {
    throw wrongType(name, 'a whole number', count);
  }
  if (count < least || count > most) {
    throw new ValueError(`${name}: expected ${count < least ? `${least} or more` : `at most ${most}`}; got ${count}`);
  }
  return count;
}

/** The same, where `null`, Infinity and none mean that there is no limit: Infinity. */
export function checkMost(name: string, count: unknown, least: number, most?: number): number {
  const noLimit = count === null || count === Number.POSITIVE_INFINITY;
  return (noLimit ? undefined : checkCount(name, count, least, most)) ?? Number.POSITIVE_INFINITY;
}
