/**
 * Timers that keep no event loop alive, and fire all the same if something else does.
 *
 * @module
 */

import { reading } from '../functions/inspector/session.js';

// As they are now: a task may put others in their place, to have time stand still for its tests.
const { clearTimeout, setTimeout } = globalThis;

const one = setTimeout(() => {}, 0);
clearTimeout(one);
const prototype = Object.getPrototypeOf(one) as object;

/** It is run by its text. Whoever set a timer has said how long it takes. */
const TIME = 'function () { return this._destroyed || this.hasRef() ? undefined : Number(this._idleTimeout) || 0; }';

/**
 * The time of the shortest of this thread's, in milliseconds from when it was set; Infinity where there is none that will
 * fire, or the inspector cannot be used.
 */
export function shortestUnrefdTimer(): number {
  return reading((reader) => reader.least(prototype, TIME)) ?? Number.POSITIVE_INFINITY;
}
