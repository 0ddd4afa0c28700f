/**
 * What a task threw, on its way back: an error arrives as an error, with its class where both sides know it.
 *
 * @module
 */

import type { Area } from './area.js';
import { decode } from './decode.js';
import { encodeThrown } from './encode.js';
import type { Missing } from './graph-reader.js';

/** Writes what was thrown. It never throws: what cannot travel is described in words. */
export function encodeFailure(area: Area, thrown: unknown): void {
  const start = area.position;
  try {
    encodeThrown(area, thrown);
  } catch (error) {
    area.position = start;
    // All of it is too much, for the memory say.
    encodeThrown(area, thrown, error);
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
