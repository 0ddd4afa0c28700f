/**
 * Strings to words.
 *
 * @module
 */

import { type Area, wordsOf } from './area.js';
import * as tag from './tags.js';

/** Up to this length a loop over the characters is faster than a call into the engine. */
const SHORT_STRING = 48;

/** Writes a string. */
export function encodeString(area: Area, value: string): void {
  const length = value.length;
  if (length > SHORT_STRING) {
    encodeLongString(area, value);
    return;
  }
  area.reserve(1 + wordsOf(length));
  const start = area.position;
  const last = start + wordsOf(length);
  // The padding is part of what short strings are compared by (`decode.ts`).
  area.f64[last] = 0;
  const at = (start + 1) << 3;
  const bytes = area.bytes;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    if (code > 255) {
      encodeLongString(area, value);
      return;
    }
    bytes[at + index] = code;
  }
  area.i32[start << 1] = tag.LATIN1;
  area.i32[(start << 1) + 1] = length;
  area.position = last + 1;
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
  area.buffer.write(text, (start + 1) << 3, encoding);
  area.i32[start << 1] = kind;
  area.i32[(start << 1) + 1] = bytes;
  area.position = start + 1 + wordsOf(bytes);
}
