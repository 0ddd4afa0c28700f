/**
 * Words to strings, and to keys.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { Key } from './properties.js';
import * as tag from './tags.js';

/** Reads a string of so many bytes behind one word. */
export function decodeText(area: Area, length: number, encoding: 'latin1' | 'utf8' | 'utf16le'): string {
  const start = (area.position + 1) << 3;
  skipBytes(area, 1, length);
  return area.buffer.toString(encoding, start, start + length);
}

/** The bytes after so many words, still in the area. Moves behind them. */
export function takeBytes(area: Area, after: number, length: number): Uint8Array {
  const start = skipBytes(area, after, length);
  return area.bytes.subarray(start, start + length);
}

/** Moves behind the bytes after so many words. Says where they begin. */
export function skipBytes(area: Area, after: number, length: number): number {
  const start = (area.position + after) << 3;
  const end = area.last << 3;
  // A length that is no integer compares as neither.
  if (!(length >= 0 && start + length <= end)) {
    throw new DecodeError(`${length} bytes are claimed where ${end - start} are left`);
  }
  area.position += after + wordsOf(length);
  return start;
}

/*
 * Keys and short words come again and again. A string of up to 16 characters is looked for by the integers that its
 * bytes make, in a table where each place remembers the last string that fell on it: that
 * needs no call into the engine, and gives the same string object, which makes properties faster to set.
 */
const CACHED_LENGTH = 16;
const CACHE_PLACES = 1024;
const cachedText: string[] = new Array(CACHE_PLACES).fill('');
/** Five integers a place: the length, and the bytes. */
const cachedKeys = new Int32Array(CACHE_PLACES * 5);

/** Reads a string of one byte a character. */
export function decodeLatin1(area: Area, length: number): string {
  if (length > CACHED_LENGTH) {
    return decodeText(area, length, 'latin1');
  }
  const { i32, position } = area;
  if (length === 0) {
    area.position = position + 1;
    return '';
  }
  const at = (position + 1) << 1;
  const long = length > 8;
  const a = i32[at] as number;
  const b = i32[at + 1] as number;
  const c = long ? (i32[at + 2] as number) : 0;
  const d = long ? (i32[at + 3] as number) : 0;
  const hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ d, 0xc2b2ae35);
  const place = (hash >>> 16) & (CACHE_PLACES - 1);
  const key = place * 5;
  if (
    cachedKeys[key] === length &&
    cachedKeys[key + 1] === a &&
    cachedKeys[key + 2] === b &&
    cachedKeys[key + 3] === c &&
    cachedKeys[key + 4] === d
  ) {
    area.position = position + (long ? 3 : 2);
    return cachedText[place] as string;
  }
  const text = decodeText(area, length, 'latin1');
  cachedKeys[key] = length;
  cachedKeys[key + 1] = a;
  cachedKeys[key + 2] = b;
  cachedKeys[key + 3] = c;
  cachedKeys[key + 4] = d;
  cachedText[place] = text;
  return text;
}

/** Data that is used as keys (ids, say) must not fill the memory: with so many, all of them are forgotten. */
const MOST_KEYS = 1024;
const keys = new Map<string, Key>();
let previous = new Key('', 0, 0, 0, 0, 0);

/**
 * Reads a key, where it is a short one. Objects of one shape have the same keys in the same order, so the key that came
 * next the last time is compared first.
 */
export function decodeKey(area: Area): Key | undefined {
  const { i32, position } = area;
  const at = position << 1;
  const { next } = previous;
  const { length } = next;
  if (
    i32[at + 1] === length &&
    i32[at + 2] === next.a &&
    i32[at + 3] === next.b &&
    i32[at] === tag.LATIN1 &&
    (length <= 8 || (i32[at + 4] === next.c && i32[at + 5] === next.d)) &&
    length > 0
  ) {
    previous = next;
    next.count();
    area.position = position + (length > 8 ? 3 : 2);
    return next;
  }
  return findKey(area);
}

function findKey(area: Area): Key | undefined {
  const { i32, position } = area;
  const at = position << 1;
  const length = i32[at + 1] as number;
  if (i32[at] !== tag.LATIN1 || length === 0 || length > CACHED_LENGTH) {
    return undefined;
  }
  const text = decodeLatin1(area, length);
  let key = keys.get(text);
  if (key === undefined) {
    if (keys.size === MOST_KEYS) {
      keys.clear();
      // Nothing leads to the forgotten ones any more.
      previous = new Key('', 0, 0, 0, 0, 0);
    }
    const long = length > 8;
    const [a, b] = [i32[at + 2] as number, i32[at + 3] as number];
    key = new Key(text, length, a, b, long ? (i32[at + 4] as number) : 0, long ? (i32[at + 5] as number) : 0);
    keys.set(text, key);
  }
  previous.next = key;
  previous = key;
  return key;
}
