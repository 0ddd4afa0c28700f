/**
 * The native addon.
 *
 * It is not imported: to import a CommonJS module Node first searches its text for names, with a parser that takes a
 * new thread longer to load than all the rest of this package. And a worker of a pool opens the very file that its
 * parent has found, without the search.
 *
 * @module
 */

import { workerData } from 'node:worker_threads';
import { packageVersion, requireHere } from '../files.js';

type Addon = typeof import('./binding.cjs');

/** What a worker of a pool is told about the addon. */
export interface AddonStart {
  /** The addon's file. */
  nogilAddon: string;
  /** See `isInterrupted` in interrupt.ts. */
  nogilInterrupts: boolean;
}

/** All that the addon exports. */
export const native: Addon = load();

/** The addon's file, for the workers of this thread. */
export function addonFile(): string {
  const given = fileGiven();
  if (given !== undefined) {
    return given;
  }
  const { cache } = requireHere();
  const file = Object.keys(cache).find((file) => file.endsWith('.node') && isLoadedFrom(cache[file]?.exports));
  if (file === undefined) {
    throw new Error('the file of the native addon is not known');
  }
  return file;
}

function load(): Addon {
  const given = fileGiven();
  if (given === undefined) {
    return loadOnce();
  }
  const module = { exports: {} };
  process.dlopen(module, given);
  return module.exports as Addon;
}

/** Two copies of one version share a runtime in their thread: each of two would have threads for all cores. */
function loadOnce(): Addon {
  const key = Symbol.for(`nogil.addon.${packageVersion()}`);
  const known = (globalThis as { [key: symbol]: unknown })[key];
  if (known !== undefined) {
    return known as Addon;
  }
  const addon = requireHere()('./binding/binding.cjs') as Addon;
  Object.defineProperty(globalThis, key, { value: addon });
  return addon;
}

function fileGiven(): string | undefined {
  return (workerData as Partial<AddonStart> | null)?.nogilAddon;
}

function isLoadedFrom(exports: Partial<Addon> | undefined): boolean {
  return exports?.Isolate === native.Isolate;
}
