/**
 * What items of a PriorityQueue are ordered by, as the native side compares it: `crate/core/src/queue/key.rs`.
 *
 * @module
 */

import type { Area } from '../codec/area.js';

/** What has an order: `<` compares two of one kind. */
export type Orderable =
  | number
  | string
  | bigint
  | boolean
  | readonly Orderable[]
  | { valueOf(): number | string | bigint };

const NUMBER = 0;
const TEXT = 1;
const WHOLE = 2;
const NEGATIVE_WHOLE = 3;
const NOTHING = 4;

const DIGIT = 64n;

/** An array may hold arrays, so deep at most. */
const DEEPEST = 16;

/** The parts of an inner array stand in its place: this before each of them, so that it is told from what follows it, */
const GOES_ON = 1n;
/** and this behind them, so that a shorter array is less. */
const ENDS = 0n;

/** There is a NaN in the key. */
export const NOT_A_NUMBER = -1;

/** Writes a key at the area's position, and says how many words it is, or `NOT_A_NUMBER`. */
export function writeKey(area: Area, value: unknown): number {
  const start = area.position;
  return writeParts(area, value, 0) ? area.position - start : NOT_A_NUMBER;
}

function writeParts(area: Area, value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || depth === DEEPEST) {
    return writePart(area, value);
  }
  for (const part of value) {
    if (depth > 0) {
      writeWhole(area, GOES_ON);
    }
    if (!writeParts(area, part, depth + 1)) {
      return false;
    }
  }
  if (depth > 0) {
    writeWhole(area, ENDS);
  }
  return true;
}

function writePart(area: Area, value: unknown): boolean {
  const primitive = typeof value === 'object' && value !== null ? primitiveOf(value) : value;
  switch (typeof primitive) {
    case 'number':
    case 'boolean':
      return writeNumber(area, Number(primitive));
    case 'string':
      writeText(area, primitive);
      return true;
    case 'bigint':
      writeWhole(area, primitive);
      return true;
    default:
      begin(area, NOTHING, 0, 0);
      return true;
  }
}

/** As `<` asks for it. A plain object has none. */
function primitiveOf(value: object): unknown {
  const primitive = value.valueOf();
  return typeof primitive === 'object' ? undefined : primitive;
}

function begin(area: Area, kind: number, length: number, words: number): void {
  area.reserve(1 + words);
  area.i32[area.position << 1] = kind;
  area.i32[(area.position << 1) + 1] = length;
  area.position += 1;
}

function writeNumber(area: Area, value: number): boolean {
  begin(area, NUMBER, 1, 1);
  area.f64[area.position] = value;
  area.position += 1;
  return !Number.isNaN(value);
}

function writeText(area: Area, text: string): void {
  const words = Math.ceil(text.length / 4);
  begin(area, TEXT, text.length, words);
  area.buffer.write(text, area.position << 3, 'utf16le');
  area.position += words;
}

function writeWhole(area: Area, value: bigint): void {
  let rest = value < 0n ? -value : value;
  const digits: bigint[] = [];
  while (rest > 0n) {
    digits.push(BigInt.asUintN(64, rest));
    rest >>= DIGIT;
  }
  begin(area, value < 0n ? NEGATIVE_WHOLE : WHOLE, digits.length, digits.length);
  for (const digit of digits) {
    area.buffer.writeBigUInt64LE(digit, area.position << 3);
    area.position += 1;
  }
}
