/**
 * Places of functions that were found before, by what V8 says of where they stand.
 *
 * @module
 */

import type { ScriptPlace } from './script-place.js';
import type { ScriptText, Site } from './site.js';

interface KnownSite {
  /** A script whose text has been dropped is looked up again. */
  readonly text: WeakRef<ScriptText>;
  readonly place: number;
  readonly isInCall: boolean;
}

/** By script, then by offset. */
const scripts = new Map<number, Map<number, KnownSite>>();

/** Of so many scripts: of those that are looked up again and again there are few. */
const MOST = 1024;

/** The site of a function that stands there, if it is known. */
export function knownSiteAt({ scriptId, offset }: ScriptPlace): Site | undefined {
  const known = scripts.get(scriptId)?.get(offset);
  const text = known?.text.deref();
  return known && text && { text, place: known.place, isInCall: known.isInCall };
}

/** The function that stands there has this site. */
export function rememberSite({ scriptId, offset }: ScriptPlace, { text, place, isInCall = false }: Site): void {
  // A text that is one function has a script of its own, which is not seen again.
  if (text.format === 'expression') {
    return;
  }
  let sites = scripts.get(scriptId);
  if (sites === undefined) {
    const oldest = scripts.size < MOST ? undefined : scripts.keys().next().value;
    if (oldest !== undefined) {
      scripts.delete(oldest);
    }
    sites = new Map();
    scripts.set(scriptId, sites);
  }
  sites.set(offset, { text: new WeakRef(text), place, isInCall });
}
