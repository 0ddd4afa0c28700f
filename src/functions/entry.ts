/**
 * Which file is the program itself?
 *
 * Another thread must not import it: it would start the program again.
 *
 * @module
 */

import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

let entry: string | null | undefined;

/** Whether a path is that of the program, or of the file that this thread was started with. */
export function isEntry(file: string): boolean {
  if (entry === undefined) {
    entry = findEntry(process.argv[1]);
  }
  return file === entry;
}

/** Node completes what it was called with as `require` would: `node ./main` runs ./main.js. */
function findEntry(named: string | undefined): string | null {
  if (named === undefined) {
    return null;
  }
  try {
    return realpathSync(named.startsWith('file:') ? new URL(named) : createRequire(base()).resolve(named));
  } catch {
    return null;
  }
}

function base(): URL {
  return pathToFileURL(join(process.cwd(), 'index.js'));
}
