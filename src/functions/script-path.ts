/**
 * Which file does V8's name of a script mean?
 *
 * @module
 */

import { fileURLToPath } from 'node:url';

/** Whether V8's name of a script is that of a file; `node:internal`, `[eval]` and the like are not. */
export function isFile(url: string): boolean {
  return url.startsWith('file:') || url.startsWith('/') || /^[a-z]:\\|^\\\\/i.test(url);
}

/** The path of the file of a script's name, without a query; undefined where it is no file. */
export function pathOf(url: string): string | undefined {
  if (!isFile(url)) {
    return undefined;
  }
  try {
    return url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : url;
  } catch {
    // Such as a host in the URL.
    return undefined;
  }
}
