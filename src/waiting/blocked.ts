/**
 * Waits that block their thread.
 *
 * @module
 */

import { block } from '../binding/waiting.js';
import { RuntimeError } from '../errors.js';
import { EXPIRED, WAITS } from './codes.js';
import { attachIfGrown, native } from './objects.js';

/** As `slice` says it: `crate/binding/src/waits.rs`. */
const EXPIRED_SLICE = 3;

/** How the wait stands. A callback that is called while it is blocked may have waits of its own. */
class BlockedSlices {
  answer = 0;
  readonly rest: (most: number) => number = native.rest;

  slice(most: number): number {
    this.answer = native.slice(most);
    return this.answer;
  }
}

/**
 * Waits, blocked, for so many milliseconds at most. Gives a code, or the number of an item's words, which is in the area then.
 *
 * @throws RuntimeError when the program ends meanwhile.
 */
export function blockFor(handle: number, what: number, milliseconds: number, words = 0, key = 0): number {
  attachIfGrown();
  const code = native.begin(handle, what, milliseconds, words, key);
  if (code !== WAITS) {
    return code;
  }
  const slices = new BlockedSlices();
  try {
    if (!block(slices)) {
      throw new RuntimeError('the program ends while it waits');
    }
    return slices.answer === EXPIRED_SLICE ? EXPIRED : native.accept();
  } finally {
    native.end();
  }
}
