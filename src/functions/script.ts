/**
 * The parsed text of a script, in the addon.
 *
 * @module
 */

import { native } from '../binding/native.js';

/**
 * What a text is: a module; the body of Node's wrapper of a CommonJS module; a classic script; or the text of one
 * function, of whose surroundings nothing is known.
 */
export type ScriptFormat = 'module' | 'commonjs' | 'script' | 'expression';

export type ScriptLanguage = 'js' | 'jsx' | 'ts' | 'tsx';

/** What is asked of a script here. Lines and columns count from 0; columns and offsets in UTF-16 units. */
export interface Script {
  /** The offset of the smallest function, class or method of this text around the position; -1 without one. */
  find(functionText: string, line: number, column: number): number;
  /** In the format `expression`: the offset of the only function. */
  findOnly(functionText: string): number;
  /** The offset of the function of this text that is an argument of the call at the position; -1 without one. */
  findArgument(functionText: string, line: number, column: number, argument: number): number;
}

type ScriptClass = new (text: string, format: ScriptFormat, language: ScriptLanguage) => Script;

/** A script; undefined when its text is none in that format. */
export function parseScript(text: string, format: ScriptFormat, language: ScriptLanguage): Script | undefined {
  const { Script } = native as unknown as { Script: ScriptClass };
  try {
    return new Script(text, format, language);
  } catch {
    return undefined;
  }
}
