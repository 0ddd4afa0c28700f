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

/** Its parameters are not ours to name: it runs by its text. */
const IS_TO_FIRE = 'function () { return !this._destroyed && !this.hasRef(); }';

/** Whether this thread has one. False where the inspector cannot be used. */
export function isTimerToFire(): boolean {
  return reading((reader) => reader.hasInstance(prototype, IS_TO_FIRE)) ?? false;
}
