/**
 * Which file called?
 *
 * @module
 */

import { pathToFileURL } from 'node:url';

/** The URL of the file that called `called`; undefined where there is none, as in a REPL or with `-e`. */
export function callerFile(called: (...args: never[]) => unknown): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, sites) => sites;
    const trace: { stack?: unknown } = {};
    Error.captureStackTrace(trace, called);
    const sites = trace.stack as NodeJS.CallSite[];
    return asUrl(sites[0]?.getFileName());
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    // Node's own hook is absent rather than undefined.
    if (prepareStackTrace === undefined) {
      delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    } else {
      Error.prepareStackTrace = prepareStackTrace;
    }
  }
}

function asUrl(file: string | null | undefined): string | undefined {
  if (file?.startsWith('file:')) {
    return file;
  }
  // A CommonJS module is known by its path; `node:internal`, `[eval]` and the like are no files.
  return file?.startsWith('/') || /^[a-z]:\\/i.test(file ?? '') ? pathToFileURL(file as string).href : undefined;
}
