/**
 * Types of functions of which nothing more is known.
 *
 * @module
 */

/** Whatever can be called, or constructed. */
// biome-ignore lint/complexity/noBannedTypes: a class can be constructed only, so no signature is common to all.
export type AnyFunction = Function;

/** A function of a task, which is given captured values and then the arguments. */
export type TaskFunction = (...args: unknown[]) => unknown;
