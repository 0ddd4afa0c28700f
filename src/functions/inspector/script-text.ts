/**
 * The text that V8 compiled.
 *
 * @module
 */

import { debugging } from './debugging.js';
import { rememberScripts } from './script-urls.js';

/** The text of a script, after all that a loader made of its file. Undefined where it cannot be had. */
export function scriptText(scriptId: string): string | undefined {
  return debugging((connection, scripts) => {
    rememberScripts(scripts);
    if (!scripts.has(scriptId)) {
      return undefined;
    }
    return connection.post<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId }).scriptSource;
  });
}
