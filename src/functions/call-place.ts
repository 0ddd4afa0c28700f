/**
 * Where was it called?
 *
 * @module
 */

import { pathToFileURL } from 'node:url';
import { isFile } from './script-path.js';

/** A call in a file. */
export interface CallPlace {
  /** The script as V8 names it: a `file:` URL for a module, a path for a CommonJS module. */
  readonly url: string;
  /** From 0. */
  readonly line: number;
  /** In UTF-16 units, from 0. */
  readonly column: number;
}

// biome-ignore lint/suspicious/noExplicitAny: only `any` takes functions of all parameters.
type AnyFunction = (...args: any[]) => unknown;

/** What of `Error` decides about stack traces. */
interface Tracing {
  captureStackTrace(target: object, called: AnyFunction): void;
  prepareStackTrace?: ((error: Error, sites: NodeJS.CallSite[]) => unknown) | undefined;
  stackTraceLimit?: number | undefined;
}

/**
 * The place of the call of `called` that is being run; undefined where that is no file: in a REPL, in `eval`, in Node
 * itself, or when a promise called it. It costs two microseconds, and leaves the program's own settings as they were.
 */
export function callPlace(called: AnyFunction): CallPlace | undefined {
  const site = ownSite(called);
  if (site === undefined || site.isAsync()) {
    return undefined;
  }
  // What `eval` compiles has none.
  const url = site.getFileName();
  if (!url || !isFile(url)) {
    return undefined;
  }
  return { url, line: (site.getLineNumber() ?? 1) - 1, column: (site.getColumnNumber() ?? 1) - 1 };
}

/** The URL of the file that called `called`; undefined where there is none. */
export function callerFile(called: AnyFunction): string | undefined {
  const url = callPlace(called)?.url;
  return url === undefined || url.startsWith('file:') ? url : pathToFileURL(url).href;
}

/** Asks through the program's `Error`, or through one of our own where that may not be touched. */
function ownSite(called: AnyFunction): NodeJS.CallSite | undefined {
  // What V8 looks at is the built-in `Error`, which a program may have replaced.
  const builtIn = Object.getPrototypeOf(TypeError) as Tracing;
  const isPlain =
    builtIn === (Error as unknown) &&
    isWritable(builtIn, 'prepareStackTrace') &&
    isWritable(builtIn, 'stackTraceLimit');
  return isPlain ? siteThrough(builtIn, {}, called) : siteThroughOtherRealm(called);
}

/** Whether it can be set and restored without the program being any the wiser. */
function isWritable(target: object, name: string): boolean {
  const property = Object.getOwnPropertyDescriptor(target, name);
  return property === undefined
    ? Object.isExtensible(target)
    : property.writable === true && property.configurable === true;
}

function siteThrough(tracing: Tracing, target: object, called: AnyFunction): NodeJS.CallSite | undefined {
  const { prepareStackTrace, stackTraceLimit } = tracing;
  const hadPrepare = Object.hasOwn(tracing, 'prepareStackTrace');
  const hadLimit = Object.hasOwn(tracing, 'stackTraceLimit');
  try {
    tracing.stackTraceLimit = 1;
    tracing.prepareStackTrace = asSites;
    tracing.captureStackTrace(target, called);
    return (target as { stack?: NodeJS.CallSite[] }).stack?.[0];
  } finally {
    // What was absent must be so again, rather than undefined.
    if (hadLimit) {
      tracing.stackTraceLimit = stackTraceLimit;
    } else {
      delete tracing.stackTraceLimit;
    }
    if (hadPrepare) {
      tracing.prepareStackTrace = prepareStackTrace;
    } else {
      delete tracing.prepareStackTrace;
    }
  }
}

const asSites: NonNullable<Tracing['prepareStackTrace']> = (_, sites) => sites;

interface Realm {
  Error: Tracing;
  makeTarget(): object;
}

let otherRealm: Realm | undefined;

/** A program that has frozen `Error`, or replaced it, has not done so in a context that is made here. */
function siteThroughOtherRealm(called: AnyFunction): NodeJS.CallSite | undefined {
  const vm = process.getBuiltinModule('node:vm');
  otherRealm ??= vm.runInNewContext('({ Error, makeTarget: () => ({}) })') as Realm;
  return siteThrough(otherRealm.Error, otherRealm.makeTarget(), called);
}
