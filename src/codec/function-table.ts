/**
 * The functions that a message names: a table at the end of a graph.
 *
 * @module
 */

import type { Area } from './area.js';
import * as tag from './tags.js';

/** The numbers of the functions that the message at a word names; undefined for a message that can name none. */
export function functionsNamed({ i32 }: Area, start: number): number[] | undefined {
  const at = start << 1;
  return i32[at] === tag.GRAPH ? functionsAt(i32, start + 1 + (i32[at + 1] as number)) : undefined;
}

/** The numbers in the table at a word. */
export function functionsAt(i32: Int32Array, table: number): number[] {
  const at = table << 1;
  return [...i32.subarray(at + 2, at + 2 + (i32[at] as number))];
}
