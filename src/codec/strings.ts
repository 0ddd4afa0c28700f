/**
 * Strings to words.
 *
 * @module
 */

import { type Area, wordsOf } from './area.js';
import * as tag from './tags.js';

/** Up to this length a loop over the characters is faster than a call into the engine. */
const SHORT_STRING = 48;

const LONGEST_WORDS = 2 + SHORT_STRING / 8;

/** Writes a string. */
export function encodeString(area: Area, value: string): void {
  const length = value.length;
  if (length > SHORT_STRING) {
    encodeLongString(area, value);
    return;
  }
  const start = area.position;
  if (start + LONGEST_WORDS > area.limit) {
    area.reserve(LONGEST_WORDS);
  }
  const { i32 } = area;
  let at = (start + 1) << 1;
  let index = 0;
  let wide = 0;
  // Four characters are one store, and one that is too wide is looked for once, at the end.
  for (; index + 4 <= length; index += 4) {
    const a = value.charCodeAt(index);
    const b = value.charCodeAt(index + 1);
    const c = value.charCodeAt(index + 2);
    const d = value.charCodeAt(index + 3);
    wide |= a | b | c | d;
    i32[at] = a | (b << 8) | (c << 16) | (d << 24);
    at += 1;
  }
  let rest = 0;
  for (let shift = 0; index < length; index++, shift += 8) {
    const code = value.charCodeAt(index);
    wide |= code;
    rest |= code << shift;
  }
  if (wide > 255) {
    encodeLongString(area, value);
    return;
  }
  // The padding is part of what short strings are compared by (`text.ts`).
  i32[at] = rest;
  i32[at + 1] = 0;
  i32[start << 1] = tag.LATIN1;
  i32[(start << 1) + 1] = length;
  area.position = start + 1 + ((length + 7) >> 3);
}

function encodeLongString(area: Area, value: string): void {
  if (value.isWellFormed()) {
    encodeText(area, tag.UTF8, value, 'utf8');
  } else {
    encodeText(area, tag.UTF16, value, 'utf16le');
  }
}

/** Writes a tag, the length in bytes, and the bytes. */
export function encodeText(area: Area, kind: number, text: string, encoding: 'latin1' | 'utf8' | 'utf16le'): void {
  const bytes = Buffer.byteLength(text, encoding);
  area.reserve(1 + wordsOf(bytes));
  const start = area.position;
  // The padding, which words are compared with.
  area.f64[start + wordsOf(bytes)] = 0;
  area.buffer.write(text, (start + 1) << 3, encoding);
  area.i32[start << 1] = kind;
  area.i32[(start << 1) + 1] = bytes;
  area.position = start + 1 + wordsOf(bytes);
}
