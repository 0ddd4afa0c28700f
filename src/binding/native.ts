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
import { RuntimeError } from '../errors.js';
import { packageVersion, requireHere } from '../files.js';

type Addon = typeof import('./binding.cjs');

/** What a worker of a pool is told about the addon. */
export interface AddonStart {
  /** The addon's file. */
  nogilAddon: string;
  /** See `isInterrupted` in interrupt.ts. */
  nogilInterrupts: boolean;
}

interface Loaded {
  readonly addon: Addon;
  readonly file: string;
}

const loaded = load();

/** All that the addon exports. */
export const native: Addon = loaded.addon;

/** The addon's file, for the workers of this thread. */
export function addonFile(): string {
  return loaded.file;
}

function load(): Loaded {
  const file = (workerData as Partial<AddonStart> | null)?.nogilAddon;
  if (file === undefined) {
    return loadOnce();
  }
  const module = { exports: {} };
  process.dlopen(module, file);
  return { addon: module.exports as Addon, file };
}

/** Two copies of one version share a runtime in their thread: each of two would have threads for all cores. */
function loadOnce(): Loaded {
  const key = Symbol.for(`nogil.addon.${packageVersion()}`);
  const thread = globalThis as { [key: symbol]: Loaded | undefined };
  if (thread[key] === undefined) {
    const require = requireHere();
    const addon = requireAddon(require);
    Object.defineProperty(thread, key, { value: { addon, file: fileOf(addon, require.cache) } });
  }
  return thread[key] as Loaded;
}

function requireAddon(require: NodeJS.Require): Addon {
  const loader = './binding/binding.cjs';
  try {
    return require(loader) as Addon;
  } catch (error) {
    if (!isForbidden(require.resolve(loader))) {
      throw error;
    }
    // The loader believes that the addon is missing.
    throw new RuntimeError(
      'nogil cannot load its native addon: this Node was started so that it loads none.\n' +
        '  Leave out --no-addons; with --permission, add --allow-addons and --allow-worker.',
      { cause: error },
    );
  }
}

/** Whether Node loads no addon at all: then it does not look at the file, which is none. */
function isForbidden(file: string): boolean {
  try {
    process.dlopen({ exports: {} }, file);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_DLOPEN_DISABLED';
  }
}

/** Asked for while it is loaded: a test runner may empty its cache later. */
function fileOf(addon: Addon, cache: NodeJS.Require['cache']): string {
  const isIt = (file: string): boolean =>
    file.endsWith('.node') && (cache[file]?.exports as Partial<Addon> | undefined)?.Isolate === addon.Isolate;
  const file = Object.keys(cache).find(isIt);
  if (file === undefined) {
    throw new Error('the file of the native addon is not known');
  }
  return file;
}
