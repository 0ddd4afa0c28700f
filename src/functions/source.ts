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

/** A function in its script. */
export interface FunctionInSource {
  readonly source: Source;
  /** Its offset. */
  readonly place: number;
}

/** Scripts are kept parsed: many functions come from few of them. */
const files = new TextCache<SourceText>();
const compiled = new TextCache<SourceText>();

/** A function whose place is known. Undefined when no text has it there, or when that text cannot be parsed. */
export function sourceOf({ url, scriptId, line, column }: Place, functionText: string): FunctionInSource | undefined {
  return (
    foundIn(fileOf(url), (file) => file.find(functionText, line, column)) ??
    foundIn(compiledText(scriptId, url), (text) => text.find(functionText, line, column))
  );
}

/**
 * A function that is written in a call, without asking V8. Undefined when the file is not what V8 compiled, or when
 * the call's first argument is something else.
 */
export function sourceAt({ url, line, column }: CallPlace, functionText: string): FunctionInSource | undefined {
  return foundIn(fileOf(url), (file) => file.findInCall(functionText, line, column));
}

function foundIn(
  source: SourceText | undefined,
  find: (source: SourceText) => number | undefined,
): FunctionInSource | undefined {
  const place = source && find(source);
  return source === undefined || place === undefined ? undefined : { source, place };
}

function fileOf(url: string): SourceText | undefined {
  return files.get(url, () => textOfFile(url));
}

function compiledText(scriptId: string, url: string): SourceText | undefined {
  return compiled.get(scriptId, () => {
    const text = scriptText(scriptId);
    return text === undefined ? undefined : textOfScript(url, text);
  });
}
