/**
 * Where a function was written.
 *
 * @module
 */

import { urlOfScript } from './script-urls.js';
import { type Internals, reading } from './session.js';

/** The place of a function, as V8 knows it: of its parameters' parenthesis, or where an arrow or a class begins. */
export interface Place {
  /** V8's number of the script. */
  readonly scriptId: string;
  /** The script's name: a `file:` URL for a module, a path for a CommonJS module, '' when it has none. */
  readonly url: string;
  /** From 0. */
  readonly line: number;
  /** In UTF-16 units, from 0. */
  readonly column: number;
}

/** A place whose script has not been looked up. */
export interface Location {
  scriptId: string;
  lineNumber: number;
  columnNumber: number;
}

/** The place of a function; null when it is native or bound, undefined where this cannot be read. */
export function placeOf(fn: object): Place | null | undefined {
  const location = reading((reader) => locationIn(reader.internals(fn)));
  return location && placeAt(location);
}

export function locationIn(internals: Internals): Location | null {
  return (internals.get('[[FunctionLocation]]')?.value as Location | undefined) ?? null;
}

export function placeAt({ scriptId, lineNumber, columnNumber }: Location): Place | undefined {
  const url = urlOfScript(scriptId);
  return url === undefined ? undefined : { scriptId, url, line: lineNumber, column: columnNumber };
}
