/**
 * The script that a function was written in.
 *
 * The file is read where it is what V8 compiled. Otherwise, as after type stripping, a loader or a bundler's `eval`, V8
 * is asked for its text.
 *
 * @module
 */

import type { CallPlace } from './call-place.js';
import type { Place } from './inspector/place.js';
import { scriptText } from './inspector/script-text.js';
import type { Script, ScriptFormat } from './script.js';
import { type SourceText, textOfFile, textOfScript } from './source-text.js';
import { TextCache } from './text-cache.js';

/** Where a function's text was found. */
export interface Source {
  readonly script: Script;
  /** The script's name as V8 has it. */
  readonly url: string;
  readonly format: ScriptFormat;
  readonly text: string;
  /**
   * Whether the text is that of the file, or what Node itself strips of its types: a thread that imports the file has
   * the same text.
   */
  readonly untransformed: boolean;
}

/** Scripts are kept parsed: many functions come from few of them. */
const files = new TextCache<SourceText>();
const compiled = new TextCache<SourceText>();

/**
 * The script of a function whose place is known. Undefined when no text has the function at its place, or when that
 * text cannot be parsed.
 */
export function sourceOf(place: Place, functionText: string): Source | undefined {
  const { url, scriptId, line, column } = place;
  const stands = (text: SourceText): boolean => text.has(functionText, line, column);
  const file = fileOf(url);
  if (file !== undefined && stands(file)) {
    return file;
  }
  const text = compiled.get(scriptId, () => {
    const text = scriptText(scriptId);
    return text === undefined ? undefined : textOfScript(url, text);
  });
  return text !== undefined && stands(text) ? text : undefined;
}

/**
 * The script of a call in which the function is written, without asking V8. Undefined when the file is not what V8
 * compiled, or does not have the text after the call's place.
 */
export function sourceAt(call: CallPlace, functionText: string): Source | undefined {
  const file = fileOf(call.url);
  return file?.hasAfter(functionText, call.line, call.column) ? file : undefined;
}

function fileOf(url: string): SourceText | undefined {
  return files.get(url, () => textOfFile(url));
}
