/**
 * Keys of objects that were written lately, with the words that they become.
 *
 * Objects of one shape have the same keys in the same order, so the key that followed last time is nearly always the
 * one that follows now. One comparison of pointers then replaces a loop over its characters.
 *
 * @module
 */

import type { Area } from './area.js';
import { encodeString } from './strings.js';

/** Longer keys are rare, and cost memory here. */
const LONGEST = 32;

/** Data that is used as keys (ids, say) must not fill the memory: with so many, all of them are forgotten. */
const MOST_KEYS = 1024;

class Key {
  readonly text: string | null;
  /** What is written for it, as 32-bit integers: copied as doubles, some of them could change as NaNs do. */
  readonly words: Int32Array;
  /** The first of them, which take no second look in memory. */
  readonly kind: number;
  readonly length: number;
  readonly a: number;
  readonly b: number;
  /** The key that was written after it, the last time. */
  next: Key;

  constructor(text: string | null, words: Int32Array) {
    this.text = text;
    this.words = words;
    this.kind = words[0] ?? 0;
    this.length = words[1] ?? 0;
    this.a = words[2] ?? 0;
    this.b = words[3] ?? 0;
    this.next = this;
  }
}

const keys = new Map<string, Key>();
let previous = new Key(null, new Int32Array(0));

/** Writes a key as the string that it is. */
export function encodeKey(area: Area, text: string): void {
  let key = previous.next;
  if (key.text !== text) {
    const known = keys.get(text);
    if (known === undefined) {
      encodeNewKey(area, text);
      return;
    }
    key = known;
    previous.next = key;
  }
  previous = key;
  const { words } = key;
  const { length } = words;
  if (area.position + (length >> 1) > area.limit) {
    area.reserve(length >> 1);
  }
  const { i32, position } = area;
  const at = position << 1;
  // Nearly all keys are this short, and take no loop.
  i32[at] = key.kind;
  i32[at + 1] = key.length;
  i32[at + 2] = key.a;
  i32[at + 3] = key.b;
  for (let index = 4; index < length; index++) {
    i32[at + index] = words[index] as number;
  }
  area.position = position + (length >> 1);
}

function encodeNewKey(area: Area, text: string): void {
  const start = area.position;
  encodeString(area, text);
  if (text.length > LONGEST) {
    return;
  }
  if (keys.size === MOST_KEYS) {
    keys.clear();
    // Nothing leads to the forgotten ones any more.
    previous = new Key(null, new Int32Array(0));
  }
  const key = new Key(text, area.i32.slice(start << 1, area.position << 1));
  keys.set(text, key);
  previous.next = key;
  previous = key;
}
