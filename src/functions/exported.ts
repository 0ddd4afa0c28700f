/**
 * Under which name does a CommonJS module export a function?
 *
 * @module
 */

import { createRequire } from 'node:module';

/** The name in the exports of a loaded module; null when they are the function itself; undefined when it is not there. */
export function exportName(fn: unknown, file: string): string | null | undefined {
  const exports: unknown = createRequire(file).cache[file]?.exports;
  if (exports === fn) {
    return null;
  }
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) {
    return undefined;
  }
  return Object.keys(exports).find((key) => {
    // A getter may be the user's own: those of compilers give the same at each call.
    const property = Object.getOwnPropertyDescriptor(exports, key);
    return property?.value === fn || (property?.get !== undefined && isGiven(property.get, fn, exports));
  });
}

function isGiven(get: () => unknown, fn: unknown, exports: object): boolean {
  try {
    return get.call(exports) === fn;
  } catch {
    return false;
  }
}
