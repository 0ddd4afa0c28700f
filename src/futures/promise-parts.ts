/**
 * A Future is a Promise: what settles it, and how it is rejected without a handler.
 *
 * @module
 */

import { joinCallerFrames } from './caller-frames.js';

/** It does nothing, and stands where no function was given. */
export function nothing(): void {}

/**
 * What settles the promise made last. What rejects it is not kept: it would take as much memory again, and there may be a
 * million Futures.
 */
export const last: { resolve(value: unknown): void } = { resolve: nothing };

/** Makes a promise whose `resolve` is the last one. */
export function takeResolve(resolve: (value: never) => void): void {
  last.resolve = resolve as (value: unknown) => void;
}

/** Promises of Futures that could not be made. */
const overflown: unknown[] = [];

/** A promise that was rejected as it was made, because the stack was at its end. */
export function addOverflown(promise: unknown): void {
  overflown[overflown.length] = promise;
}

/** To be called at the end of the turn, when there is stack again: those promises are nobody's, and not unhandled. */
export function forgetOverflown(): void {
  while (overflown.length > 0) {
    handle(overflown.pop());
  }
}

/** A rejection is being handled beforehand: nobody looks. */
export let handling = false;

const turn = Promise.resolve();
const promiseThen = Promise.prototype.then;

function handle(promise: unknown): void {
  handling = true;
  promiseThen.call(promise, undefined, nothing);
  handling = false;
}

/** The promise is rejected some turns later: with the frames of the code that awaits it, which is known only then. */
export function rejectLater(promise: unknown, resolve: (value: unknown) => void, reason: unknown): void {
  resolve(
    turn.then(nothing).then(() => {
      joinCallerFrames(reason);
      // Who only waits, or does not look at all, need not catch.
      handle(promise);
      throw reason;
    }),
  );
}
