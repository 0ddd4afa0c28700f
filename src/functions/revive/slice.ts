/**
 * Runs the code of a slice: the declarations that a function needs, as `crate/slice` has put them together.
 *
 * @module
 */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { RuntimeError } from '../../errors.js';
import type { AnyFunction } from '../any-function.js';
import { isDebugging } from '../debug.js';
import type { Foreign } from '../foreign.js';
import { importing, requiring } from '../importing.js';
import { resolveImport } from '../module.js';
import { pathOf } from '../script-path.js';
import type { SharedConstant, SliceSpec } from '../spec.js';
import { classOf, setIdentity, setShared, setVersion } from '../thread-functions.js';
import { freezeCopies } from './freeze.js';
import { ScriptState, type Setters } from './script-state.js';

/** Makes the function from captured values. */
export type Factory = (...captures: unknown[]) => AnyFunction;

/** What the code of a slice calls: its names are part of the format (`crate/slice`). */
interface SliceRuntime {
  /** Values of module variables. */
  readonly values: readonly unknown[];
  /** A constant, which is made once for all slices of the script. */
  shared(name: string, make: () => unknown): unknown;
  /** The same for one that has to be awaited. */
  sharedLater(name: string, make: () => Promise<unknown>): Promise<unknown>;
  /** True once: for a statement that sets up something shared. */
  once(place: number, name: string): boolean;
  /** Sets variables that change, here and where they are used by what is shared. */
  live(setters: Setters): (...values: unknown[]) => void;
}

const scripts = new Map<string, ScriptState>();

/** Runs the code of a slice. */
export function runSlice(foreign: Foreign, spec: SliceSpec): Factory | Promise<Factory> {
  const script = scriptOf(spec.script);
  if (isDebugging) {
    freezeCopies(spec.values, spec.shared);
  }
  const values = spec.values.map((value, index) => {
    const name = spec.shared[index] ?? null;
    const version = spec.versions[index] ?? '';
    setVersion(value, version);
    return name === null ? value : script.share(name, version, undefined, () => value);
  });
  const constants = new Map(spec.constants.map((constant) => [constant.name, constant]));
  // Behind a `#` stands what tells a value from the one that its variable has in the end.
  const versionOf = (name: string): string => constants.get(name.replace(/#.*/, ''))?.version ?? '';
  const identified = (name: string, made: unknown): unknown => {
    const constant = constants.get(name);
    return constant === undefined ? made : identify(foreign, spec.script, constant, made);
  };
  let setters: Setters | undefined;
  const runtime: SliceRuntime = {
    values,
    shared: (name, make) =>
      script.share(name, versionOf(name), setters, () => knownBefore(constants.get(name)) ?? identified(name, make())),
    sharedLater(name, make) {
      const version = versionOf(name);
      const later = async (): Promise<unknown> => knownBefore(constants.get(name)) ?? identified(name, await make());
      const made = script.share(name, version, setters, later) as Promise<unknown>;
      made.catch(() => script.drop(name, version));
      return made;
    },
    once: (place, name) => script.once(place, name, versionOf(name), setters),
    live(own) {
      setters = own;
      const names = Object.keys(own);
      return (...values) => script.setLive(own, names, values);
    },
  };
  const { filename, names, given } = surroundings(spec);
  const run = compile(spec.code, filename, ['__nogil', ...names], spec.shift);
  if (!spec.isAsync) {
    return requiring(filename, () => run(runtime, ...given) as Factory);
  }
  script.loading += 1;
  return importing(filename, () => run(runtime, ...given) as Promise<Factory>).finally(() => {
    script.loading -= 1;
  });
}

/** No slice of other scripts is known any more: what they shared goes. */
export function keepScripts(keys: ReadonlySet<string>): void {
  for (const [key, script] of scripts) {
    if (!keys.has(key) && script.loading === 0) {
      scripts.delete(key);
    }
  }
}

function scriptOf(key: string): ScriptState {
  let script = scripts.get(key);
  if (script === undefined) {
    script = new ScriptState();
    scripts.set(key, script);
  }
  return script;
}

/** What all slices of a script have under a name, or a promise of it, if one of them has made it in this thread. */
export function sharedValue(script: string, name: string, version: string): unknown {
  return scripts.get(script)?.get(name, version);
}

/** A class may have come here as one of an instance, before a slice declares it. */
function knownBefore(constant: SharedConstant | undefined): unknown {
  return constant === undefined || constant.identity === 0 ? undefined : classOf(constant.identity);
}

/** What was made stands for what the script's own thread has in that variable. */
function identify(slice: Foreign, script: string, constant: SharedConstant, made: unknown): unknown {
  const { name, version, identity, members } = constant;
  setVersion(made, version);
  if (typeof made === 'function') {
    if (identity !== 0) {
      setIdentity(made as AnyFunction, identity);
      setShared(made as AnyFunction, { script, name, version, slice });
    } else if (/^class\b/.test(Function.prototype.toString.call(made))) {
      setShared(made as AnyFunction, { script, name, version, slice: undefined });
    }
  } else if (typeof made === 'object' && made !== null) {
    identifyMembers(made as Record<string, unknown>, members);
  }
  return made;
}

/** Where a member cannot be set, it is a class of its own. */
function identifyMembers(made: Record<string, unknown>, members: SharedConstant['members']): void {
  for (const [key, identity] of members) {
    const own = made[key];
    const known = classOf(identity);
    if (known !== undefined) {
      Reflect.set(made, key, known);
    } else if (typeof own === 'function') {
      setIdentity(own as AnyFunction, identity);
    }
  }
}

/** What the script's own code finds around it. */
function surroundings({ url, format }: SliceSpec): {
  filename: string;
  names: string[];
  given: unknown[];
} {
  const file = fileOf(url);
  const require = createRequire(file);
  if (format === 'module') {
    const filename = url.startsWith('file:') ? url : pathToFileURL(file).href;
    return { filename, names: ['__nogil_meta'], given: [metaOf(filename, file)] };
  }
  const exports = {};
  const module = { exports, id: file, filename: file, loaded: false, children: [], paths: [], require };
  return {
    filename: url === '' ? file : url,
    names: ['require', 'module', 'exports', '__filename', '__dirname'],
    given: [require, module, exports, file, dirname(file)],
  };
}

/** The file of a script; one beside which its modules are looked for, where it has none. */
function fileOf(url: string): string {
  return pathOf(url) ?? join(process.cwd(), url.replaceAll(/[^\w.-]/g, '_') || 'task.js');
}

/** `import.meta` of the script's module. */
function metaOf(url: string, file: string): object {
  return {
    url,
    filename: file,
    dirname: dirname(file),
    main: false,
    resolve: (specifier: string) => resolveImport(specifier, url),
  };
}

type Run = (runtime: SliceRuntime, ...given: unknown[]) => unknown;

function compile(code: string, filename: string, names: string[], shift: number): Run {
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  if (importModuleDynamically === undefined) {
    throw new RuntimeError('this version of Node cannot import from a function that was sent');
  }
  warnOfNothing(importModuleDynamically);
  return vm.compileFunction(code, names, { filename, columnOffset: -shift, importModuleDynamically }) as Run;
}

let hasWarned = false;

/** Node warns, once a thread, that what imports in such functions is experimental: users did not ask for it. */
function warnOfNothing(importModuleDynamically: number): void {
  if (hasWarned) {
    return;
  }
  hasWarned = true;
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const first = vm.compileFunction('return import("node:module")', [], {
      filename: 'nogil',
      importModuleDynamically,
    }) as () => Promise<unknown>;
    first().catch(() => {});
  } finally {
    process.emitWarning = emitWarning;
  }
}
