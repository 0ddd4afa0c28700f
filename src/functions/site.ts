/**
 * Where does a function stand: in which script, and where in it?
 *
 * @module
 */

import { native } from '../binding/native.js';
import type { CallPlace } from './call-place.js';
import { isEntry } from './entry.js';
import type { Place } from './inspector/place.js';
import { inspectorIsUnavailable } from './inspector/session.js';
import { parseScript, type Script, type ScriptFormat } from './script.js';
import { pathOf } from './script-path.js';
import { type Source, sourceAt, sourceOf } from './source.js';
import type { Surroundings } from './surroundings.js';

/** The place of a function in a text. */
export interface Site {
  readonly text: ScriptText;
  /** The offset of the function. */
  readonly place: number;
  /** It is written in the call that it is given to. Each call has another function, so none is looked for again. */
  readonly isInCall?: boolean;
}

/** A script of which functions were found. */
export class ScriptText {
  readonly script: Script;
  /** As V8 names it. */
  readonly url: string;
  readonly format: ScriptFormat;
  /** Tells it from every other text. */
  readonly key: string;
  /** Its file, if other threads can import that and have the same functions: not the program's own. */
  readonly importable: string | undefined;
  /** Whether all its functions see the same module variables: a CommonJS module that is loaded again has others. */
  readonly runsOnce: boolean;

  /** A text of which all is known. */
  constructor(source: Source) {
    this.script = source.script;
    this.url = source.url;
    this.format = source.format;
    this.key = `${source.url}\0${native.textKey(source.text)}`;
    const file = source.untransformed ? pathOf(source.url) : undefined;
    this.importable = file === undefined || isEntry(file) ? undefined : file;
    this.runsOnce = file !== undefined && this.format === 'module' && this.url.startsWith('file:');
  }
}

/** What `new Function` writes. */
const NEW_FUNCTION = /^(?:async )?function\*? anonymous\(/;

/** They go when the source does, which is kept as long as there are not too many others. */
const texts = new WeakMap<Source, ScriptText>();

function textOf(source: Source): ScriptText {
  let text = texts.get(source);
  if (text === undefined) {
    text = new ScriptText(source);
    texts.set(source, text);
  }
  return text;
}

/**
 * Where a function stands; by itself, where no more can be told. Undefined when its text is none; Node's own: `internal`.
 * Its variables are not read with its place if that is enough.
 */
export function findSite(
  functionText: string,
  surroundings: Surroundings,
  call: CallPlace | undefined,
  isEnough: (site: Site) => boolean,
): Site | 'internal' | undefined {
  if (NEW_FUNCTION.test(functionText)) {
    // In no file: to find that out would take a list of all scripts.
    return alone(functionText, undefined);
  }
  return atCall(functionText, call) ?? atPlace(functionText, surroundings, isEnough) ?? alone(functionText, call);
}

/** A function that is written in the call itself. */
function atCall(functionText: string, call: CallPlace | undefined): Site | undefined {
  const found = call && sourceAt(call, functionText);
  return found && { text: textOf(found.source), place: found.place, isInCall: true };
}

function atPlace(
  functionText: string,
  surroundings: Surroundings,
  isEnough: (site: Site) => boolean,
): Site | 'internal' | undefined {
  let site: Site | 'internal' | undefined;
  surroundings.place((at) => {
    site = siteAt(at, functionText);
    return typeof site === 'object' && isEnough(site);
  });
  return site;
}

function siteAt(at: Place, functionText: string): Site | 'internal' | undefined {
  if (at.url.startsWith('node:')) {
    return 'internal';
  }
  // Of what `eval` has compiled, the function's own text is enough: the rest is in its scopes.
  const found = at.url === '' ? undefined : sourceOf(at, functionText);
  return found && { text: textOf(found.source), place: found.place };
}

/**
 * Of whatever its text does not declare, the values are asked for. What it imports is looked for beside the file of the
 * call, if this runtime does not tell whose the function is.
 */
function alone(functionText: string, call: CallPlace | undefined): Site | undefined {
  const script = parseScript(functionText, 'expression', 'js');
  const place = script?.findOnly(functionText) ?? -1;
  if (script === undefined || place === -1) {
    return undefined;
  }
  const url = (inspectorIsUnavailable() ? call?.url : undefined) ?? '';
  const source = { script, url, format: 'expression' as const, text: functionText, untransformed: false };
  return { text: new ScriptText(source), place };
}
