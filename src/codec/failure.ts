/**
 * What a task threw, on its way back: an error arrives as an error, with its class where both sides know it.
 *
 * @module
 */

import { Area } from './area.js';
import type { Takes } from './carried.js';
import { decode } from './decode.js';
import { encodeThrown } from './encode.js';
import type { Missing } from './graph-reader.js';

/** For most of what is thrown. */
const WORDS = 128;

/** Writes what was thrown. It never throws: what cannot travel is described in words, as all is that nobody takes. */
export function encodeFailure(area: Area, thrown: unknown, takes?: Takes): void {
  const start = area.position;
  try {
    encodeThrown(area, thrown, takes);
  } catch (error) {
    area.position = start;
    // All of it is too much, for the memory say.
    encodeThrown(area, thrown, undefined, error);
  }
}

/**
 * Reads what was thrown.
 *
 * @throws NeedsFunctions when the class of an error must be loaded first, unless it is to be left out.
 * @throws DecodeError when it cannot be read.
 */
export function decodeFailure(area: Area, missing: Missing = 'load'): unknown {
  return decode(area, missing);
}

/** What was thrown as bytes of its own, for what travels without a task. */
export function failureBytes(thrown: unknown): Uint8Array {
  const area = new Area(WORDS);
  encodeFailure(area, thrown);
  return area.written();
}

/**
 * What `failureBytes` has written. Classes that are not known here are left out.
 *
 * @throws DecodeError when it cannot be read.
 */
export function failureOf(bytes: Uint8Array): unknown {
  return decodeFailure(Area.of(bytes), 'leave out');
}
