/**
 * How much one message may hold. What is beyond is refused when it is written, and again when it is read.
 *
 * @module
 */

/** How much one message may hold: no more than `defaultLimits` say, and so integers of 31 bits. */
export interface Limits {
  /** Objects within objects: so many levels. */
  readonly depth: number;
  /** Bytes of the message. Shorter than 2 GiB in any case. */
  readonly bytes: number;
  /** Values in all: arguments, elements, properties, keys and values of Maps. */
  readonly count: number;
}

/**
 * The limits of a message where nobody says others.
 *
 * The depth is one for which both threads have the stack. A value takes at least eight bytes, so that the other two
 * are the same.
 */
export const defaultLimits: Limits = { depth: 1000, bytes: 2 ** 31 - 8, count: 2 ** 28 - 1 };

/** As the native side keeps them, for every thread that knows the pool: nothing for the usual ones. */
export function toNumbers(limits: Limits): number[] {
  return limits === defaultLimits ? [] : [limits.depth, limits.bytes, limits.count];
}

/** What `toNumbers` gave. */
export function ofNumbers([depth, bytes, count]: readonly number[]): Limits {
  return depth === undefined || bytes === undefined || count === undefined ? defaultLimits : { depth, bytes, count };
}
