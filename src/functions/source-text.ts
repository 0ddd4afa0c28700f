/**
 * The text of a script, and whether a function stands in it.
 *
 * @module
 */

import { readFileSync, statSync } from 'node:fs';
import { parseScript, type Script, type ScriptFormat } from './script.js';
import { pathOf } from './script-path.js';

/** A parsed text with its lines. */
export class SourceText {
  readonly script: Script;
  readonly url: string;
  readonly format: ScriptFormat;
  readonly text: string;
  readonly untransformed: boolean;
  #lineStarts: readonly number[] | undefined;
  /** What was looked for at a place, and found. */
  readonly #found = new Map<number, KnownPlace>();
  readonly #foundInCall = new Map<number, KnownPlace>();

  constructor(script: Script, url: string, format: ScriptFormat, text: string, untransformed: boolean) {
    this.script = script;
    this.url = url;
    this.format = format;
    this.text = text;
    this.untransformed = untransformed;
  }

  /** The place of the function of that text around a position; undefined where there is none. */
  find(functionText: string, line: number, column: number): number | undefined {
    const offset = this.#offsetOf(line, column);
    return offset === undefined
      ? undefined
      : placeIn(this.#found, offset, functionText, () => this.#find(functionText, line, column, offset));
  }

  /** The place of the function of that text that is written in the call at a position, as its first argument. */
  findInCall(functionText: string, line: number, column: number): number | undefined {
    const offset = this.#offsetOf(line, column);
    return offset === undefined
      ? undefined
      : placeIn(this.#foundInCall, offset, functionText, () => this.#findInCall(functionText, line, column, offset));
  }

  /** Whether the text stands there is told sooner than whether a function does. */
  #find(functionText: string, line: number, column: number, offset: number): number {
    const start = this.text.lastIndexOf(functionText, offset);
    return start >= 0 && start + functionText.length > offset ? this.script.find(functionText, line, column) : -1;
  }

  #findInCall(functionText: string, line: number, column: number, offset: number): number {
    return this.text.includes(functionText, offset) ? this.script.findArgument(functionText, line, column, 0) : -1;
  }

  #offsetOf(line: number, column: number): number | undefined {
    const start = this.#starts()[line];
    return start === undefined || start + column > this.text.length ? undefined : start + column;
  }

  #starts(): readonly number[] {
    this.#lineStarts ??= [0, ...Array.from(this.text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), endOf)];
    return this.#lineStarts;
  }
}

interface KnownPlace {
  readonly functionText: string;
  /** -1: none. */
  readonly place: number;
}

/** What is known of a position, or what `find` says. */
function placeIn(
  known: Map<number, KnownPlace>,
  offset: number,
  functionText: string,
  find: () => number,
): number | undefined {
  let found = known.get(offset);
  if (found?.functionText !== functionText) {
    found = { functionText, place: find() };
    known.set(offset, found);
  }
  return found.place === -1 ? undefined : found.place;
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length;
}

/** What V8 never compiles as it stands in the file. */
const TYPESCRIPT = /\.[cm]?tsx?$/;

/**
 * The text of a file, if it is what V8 compiled, as far as can be told without asking: the file is older than the
 * process, needs no compiler, and can be parsed as what its name says that it was loaded as. Who calls looks whether the
 * function stands where V8 says: a loader that moves nothing, and puts other specifiers of the same length into a file,
 * is not noticed.
 */
export function textOfFile(url: string): SourceText | undefined {
  const path = pathOf(url);
  if (path === undefined || TYPESCRIPT.test(path) || !isOlderThanProcess(path)) {
    return undefined;
  }
  const text = readText(path);
  const format = formatsOf(url, path)[0] as ScriptFormat;
  const script = text === undefined ? undefined : parseScript(text, format, 'js');
  return text === undefined || script === undefined ? undefined : new SourceText(script, url, format, text, true);
}

/** A text that V8 has compiled: in the first format in which it can be parsed. */
export function textOfScript(url: string, text: string): SourceText | undefined {
  const path = pathOf(url);
  const formats: ScriptFormat[] = WRAPPER.test(text) ? ['script', 'module'] : formatsOf(url, path);
  for (const format of formats) {
    const script = parseScript(text, format, 'js');
    if (script !== undefined) {
      return new SourceText(script, url, format, text, path !== undefined && isOfFile(text, path));
    }
  }
  return undefined;
}

/** Test runners compile a module as one function, in which it has all that it uses. */
const WRAPPER =
  /^\s*(?:(['"])use strict\1;\s*)?(?:\(\{\s*(["'])[^"']*\2\s*:\s*)?\(?(?:async\s*)?(?:function\s*)?\([\w$,\s]*\)\s*(?:=>\s*)?\{/;

/** V8 knows a module by its URL, a CommonJS module by its path, and other scripts by any name. */
function formatsOf(url: string, path: string | undefined): ScriptFormat[] {
  if (path === undefined) {
    return /^(?:data|blob|https?):/.test(url) ? ['module'] : ['script', 'commonjs', 'module'];
  }
  return url.startsWith('file:') && !/\.c[jt]s$/.test(path) ? ['module', 'commonjs'] : ['commonjs', 'module'];
}

/** Whether the text is that of the file, or Node's own stripping of its types, which leaves all else in its place. */
function isOfFile(text: string, path: string): boolean {
  const inFile = readText(path);
  if (inFile === undefined || inFile === text) {
    return inFile !== undefined;
  }
  return TYPESCRIPT.test(path) && nodeStripsTypes() && isStripped(text, inFile);
}

function nodeStripsTypes(): boolean {
  return Boolean((process.features as { typescript?: string | false }).typescript);
}

function isStripped(text: string, inFile: string): boolean {
  // Some versions of Node add a comment with the name.
  if (text.length < inFile.length || !/^(?:\s*\/\/# sourceURL=[^\n]*)?\s*$/.test(text.slice(inFile.length))) {
    return false;
  }
  for (let index = 0; index < inFile.length; index += 1) {
    // What is left out is blank; an arrow's parenthesis may move, and a semicolon keep two lines apart.
    if (text[index] !== inFile[index] && !/[\s;()]/.test(text[index] as string)) {
      return false;
    }
  }
  return true;
}

/** As Node gives it to V8. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/**
 * A file that was written since may have been loaded before it was; so may one that has been put in its place, whatever
 * time it says: package managers set old ones.
 */
function isOlderThanProcess(path: string): boolean {
  const started = Date.now() - process.uptime() * 1000;
  const times = statSync(path, { throwIfNoEntry: false });
  return times !== undefined && Math.max(times.mtimeMs, times.ctimeMs) < started;
}
