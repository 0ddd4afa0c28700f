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

let last = 0;

const slices = {
  slice(most: number): number {
    last = native.slice(most);
    return last;
  },
  rest: native.rest,
};

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
  try {
    if (!block(slices)) {
      throw new RuntimeError('the program ends while it waits');
    }
    return last === EXPIRED_SLICE ? EXPIRED : native.accept();
  } finally {
    native.end();
  }
}
