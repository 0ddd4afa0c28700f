/**
 * Which module does `() => import('./work.js')` mean?
 *
 * @module
 */

import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TaskError } from '../errors.js';

/** A module as it is named in an `import()` or a `require()`. */
export interface ModuleName {
  specifier: string;
  /** Found by `require`'s rules: without the extension, say. */
  required: boolean;
}

/**
 * A comment, or the beginning of an `import()` or `require()` up to its literal. Compilers rewrite the call (to a
 * `require`, with comments in it), but keep a literal.
 */
const commentOrCall =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|\b(import|require)\s*\((?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*(["'`])((?:\\.|(?!\2)[^\\$])*)\2/g;

/**
 * The module in a function such as `() => import('./work.js')`; undefined where the text names none. Nothing is called.
 */
export function importedModule(load: () => unknown): ModuleName | undefined {
  for (const [, call, , specifier] of Function.prototype.toString.call(load).matchAll(commentOrCall)) {
    if (specifier !== undefined && !specifier.includes('\\')) {
      return { specifier, required: call === 'require' };
    }
  }
  return undefined;
}

/** The URL of a module, as a file at `base` would import it. */
export function resolveModule({ specifier, required }: ModuleName, base: string | undefined): string {
  if (base === undefined) {
    // In a REPL, and with `-e`, paths start at the folder that Node was started in.
    return resolveModule({ specifier, required }, pathToFileURL(join(process.cwd(), '[eval]')).href);
  }
  try {
    return required ? resolveRequire(specifier, base) : resolveImport(specifier, base);
  } catch (cause) {
    const message = `Cannot resolve '${specifier}' from ${base}.\n  Give tasks(new URL(import.meta.resolve('${specifier}'))).`;
    throw new TaskError(message, { code: 'ERR_TASK_MODULE', cause });
  }
}

/** The same for what an `import` names; a package is found by its `require` condition. Throws what Node throws. */
export function resolveImport(specifier: string, base: string): string {
  if (/^\.{0,2}\//.test(specifier)) {
    return new URL(specifier, base).href;
  }
  return URL.canParse(specifier) ? specifier : resolveRequire(specifier, base);
}

function resolveRequire(specifier: string, base: string): string {
  const resolved = createRequire(base).resolve(specifier);
  if (isAbsolute(resolved)) {
    return pathToFileURL(resolved).href;
  }
  return resolved.startsWith('node:') ? resolved : `node:${resolved}`;
}
