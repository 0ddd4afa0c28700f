/**
 * The names that scripts were compiled under, by V8's number of the script.
 *
 * @module
 */

import process from 'node:process';
import { debugging } from './debugging.js';

/** Frames to look at: the script of a function that is submitted is nearly always that of a caller. */
const FRAMES = 16;

type CallSites = (
  frames: number,
  options: { sourceMap: boolean },
) => { scriptId?: string; scriptName?: string | undefined }[];

let urls = new Map<string, string>();

/** Every script up to this one is in `urls`, unless it has no name. */
let listedUpTo = -1;

/**
 * The name of a script: a `file:` URL for a module, a path for a CommonJS module, '' for `eval` and `new Function`.
 * Undefined when it cannot be found out.
 */
export function urlOfScript(scriptId: string): string | undefined {
  const known = urls.get(scriptId) ?? (Number(scriptId) <= listedUpTo ? '' : undefined);
  if (known !== undefined) {
    return known;
  }
  learnFromCallers();
  return urls.get(scriptId) ?? urlFromList(scriptId);
}

function learnFromCallers(): void {
  const { getCallSites } = process.getBuiltinModule('node:util') as { getCallSites?: CallSites };
  // Not in Node 20.
  if (getCallSites === undefined) {
    return;
  }
  for (const { scriptId, scriptName } of getCallSites(FRAMES, { sourceMap: false })) {
    if (scriptId !== undefined && scriptName) {
      urls.set(scriptId, scriptName);
    }
  }
}

function urlFromList(scriptId: string): string | undefined {
  const listed = debugging((_, scripts) => scripts);
  if (listed === undefined) {
    return undefined;
  }
  rememberScripts(listed);
  return urls.get(scriptId) ?? '';
}

/** Takes the place of all that was known: scripts that are no more are forgotten. */
export function rememberScripts(listed: ReadonlyMap<string, string>): void {
  urls = new Map();
  for (const [scriptId, url] of listed) {
    listedUpTo = Math.max(listedUpTo, Number(scriptId));
    if (url !== '') {
      urls.set(scriptId, url);
    }
  }
}
