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

/** A parsed text. Lines and columns count from 0; columns and places in UTF-16 units. */
export type Script = InstanceType<typeof native.Script>;

/** A script; undefined when its text is none in that format. */
export function parseScript(text: string, format: ScriptFormat, language: ScriptLanguage): Script | undefined {
  try {
    return new native.Script(text, format, language);
  } catch {
    return undefined;
  }
}
