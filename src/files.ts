/**
 * Where the package's own files are.
 *
 * Only this module asks for its own place: it lies beside the bundle for tools that know CommonJS alone, in which all
 * modules have one place. In the bundle that a worker runs none is known, and none is asked for.
 *
 * @module
 */

// Not the global: a test runner may have put another one there.
import { URL } from 'node:url';

/** What a worker thread of a pool runs. Bundled, and CommonJS: a thread starts faster with one file to read, by the older of Node's two loaders. */
export function workerEntry(): URL {
  return new URL('./worker/entry.cjs', import.meta.url);
}

/** What the isolate of a Thread runs: a module as any other, which has the state of the package that its code imports. */
export function threadEntry(): URL {
  return new URL('./threading/run-thread.js', import.meta.url);
}

/** The package's version. */
export function packageVersion(): string {
  return (requireHere()('../package.json') as { version: string }).version;
}

/** Node's own `require`, as a file of the package beside this one would call it. */
export function requireHere(): NodeJS.Require {
  return process.getBuiltinModule('node:module').createRequire(import.meta.url);
}
