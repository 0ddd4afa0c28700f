/**
 * Which module does `() => import('./work.js')` mean?
 *
 * @module
 */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { TaskError } from '../errors.js';

/**
 * What stands in the `import()` or `require()` of a function's text. Compilers rewrite the call (to a `require`, with
 * comments in it), but keep a literal.
 */
const importCall = /\b(?:import|require)\s*\(\s*(?:\/\*[\s\S]*?\*\/\s*)*(["'`])((?:\\.|(?!\1)[^\\$])*)\1/;

const hint = "Write the path in the call itself, as in tasks(() => import('./work.js')), or give a URL.";

/** The specifier in a function such as `() => import('./work.js')`. It is read from the text; nothing is called. */
export function importedSpecifier(load: () => unknown): string {
  const match = importCall.exec(Function.prototype.toString.call(load));
  if (match === null) {
    throw new TaskError(`Cannot tell which module the function given to tasks() imports.\n  ${hint}`, {
      code: 'ERR_TASK_MODULE',
    });
  }
  const specifier = match[2] as string;
  // A literal with escapes in it is still JSON, but for its quotes.
  return specifier.includes('\\') ? (JSON.parse(`"${specifier.replaceAll('"', '\\"')}"`) as string) : specifier;
}

/** The URL of a module, as a file at `base` would import it. */
export function resolveModule(specifier: string, base: string | undefined): string {
  if (/^(?:file|node|data):/.test(specifier)) {
    return specifier;
  }
  if (base === undefined) {
    throw new TaskError(`Cannot resolve '${specifier}': tasks() was not called from a file.\n  Give a URL instead.`, {
      code: 'ERR_TASK_MODULE',
    });
  }
  if (/^\.{0,2}\//.test(specifier)) {
    return new URL(specifier, base).href;
  }
  return resolvePackage(specifier, base);
}

function resolvePackage(specifier: string, base: string): string {
  try {
    const resolved = createRequire(base).resolve(specifier);
    return resolved.startsWith('/') || /^[a-z]:\\/i.test(resolved) ? pathToFileURL(resolved).href : `node:${resolved}`;
  } catch (cause) {
    const message = `Cannot resolve '${specifier}' from ${base}.\n  Give tasks(new URL(import.meta.resolve('${specifier}'))).`;
    throw new TaskError(message, { code: 'ERR_TASK_MODULE', cause });
  }
}
