/**
 * A key and a value of a dict, as they stand in the area: a word with the length of the key, the key, and the value.
 *
 * @module
 */

import { decode } from '../codec/decode.js';
import { MORE_WORDS } from '../waiting/codes.js';
import { area, assertAreaIsFree, growTo } from '../waiting/objects.js';

/** See the module. */
export const DictEntry = {
  /** Reads what is there in so many words; `again` puts it there where the area was too small for it. */
  read(words: number, again: () => number): [key: unknown, value: unknown] {
    if (words < MORE_WORDS) {
      growTo(-words);
      return DictEntry.read(again(), again);
    }
    assertAreaIsFree();
    area.position = 0;
    const entry = area.copy(words);
    const keyWords = entry.i32[0] as number;
    entry.position = 1;
    const key = decode(entry);
    entry.position = 1 + keyWords;
    return [key, decode(entry)];
  },
};
