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
import { importing, requiring } from '../importing.js';
import { resolveImport } from '../module.js';
import { pathOf } from '../script-path.js';
import type { SliceSpec } from '../spec.js';
import { classOf, setIdentity, setShared } from '../thread-functions.js';
import { freezeCopies } from './freeze.js';

/** Makes the function from captured values. */
export type Factory = (...captures: unknown[]) => AnyFunction;

/** What the slices of one script share in this thread. */
interface Script {
  /** Constants and classes, by name. */
  readonly shared: Map<string, unknown>;
  /** Statements that have run, by place. */
  readonly ran: Set<number>;
  /** Variables that change, of slices that have made what is shared: it uses theirs. */
  readonly live: Setters[];
}

/** What the code of a slice calls: its names are part of the format (`crate/slice`). */
interface SliceRuntime {
  /** Values of module variables. */
  readonly values: readonly unknown[];
  /** A constant, which is made once for all slices of the script. */
  shared(name: string, make: () => unknown): unknown;
  /** The same for one that has to be awaited. */
  sharedLater(name: string, make: () => Promise<unknown>): Promise<unknown>;
  /** True once: for a statement that sets up something shared. */
  once(place: number): boolean;
  /** Sets variables that change, here and where they are used by what is shared. */
  live(setters: Setters): (...values: unknown[]) => void;
}

type Setters = Record<string, (value: unknown) => void>;

const scripts = new Map<string, Script>();

/** Runs the code of a slice. */
export function runSlice(id: number, spec: SliceSpec): Factory | Promise<Factory> {
  const script = scriptOf(spec.script);
  if (isDebugging) {
    freezeCopies(spec.values, spec.shared);
  }
  const values = spec.values.map((value, index) => {
    const name = spec.shared[index] ?? null;
    return name === null ? value : shared(script, `${name}\0${spec.versions[index]}`, () => value);
  });
  let setters: Setters | undefined;
  const madeHere = (): void => {
    if (setters !== undefined && !script.live.includes(setters)) {
      script.live.push(setters);
    }
  };
  const runtime: SliceRuntime = {
    values,
    shared: (name, make) =>
      shared(script, name, () => {
        madeHere();
        return knownBefore(spec, name) ?? identify(id, spec, name, make());
      }),
    sharedLater: (name, make) =>
      shared(script, name, async () => {
        madeHere();
        return knownBefore(spec, name) ?? identify(id, spec, name, await make());
      }) as Promise<unknown>,
    once(place) {
      const isFirst = !script.ran.has(place);
      script.ran.add(place);
      if (isFirst) {
        madeHere();
      }
      return isFirst;
    },
    live(own) {
      setters = own;
      const names = Object.keys(own);
      return (...values) => {
        for (const each of new Set([own, ...script.live])) {
          for (const [index, name] of names.entries()) {
            if (Object.hasOwn(each, name)) {
              each[name]?.(values[index]);
            }
          }
        }
      };
    },
  };
  const { filename, names, given } = surroundings(spec);
  const run = compile(spec.code, filename, ['__nogil', ...names], spec.shift);
  return spec.isAsync
    ? importing(filename, () => run(runtime, ...given) as Promise<Factory>)
    : requiring(filename, () => run(runtime, ...given) as Factory);
}

/** No slice of other scripts is known any more: what they shared goes. */
export function keepScripts(keys: ReadonlySet<string>): void {
  for (const key of scripts.keys()) {
    if (!keys.has(key)) {
      scripts.delete(key);
    }
  }
}

function scriptOf(key: string): Script {
  let script = scripts.get(key);
  if (script === undefined) {
    script = { shared: new Map(), ran: new Set(), live: [] };
    scripts.set(key, script);
  }
  return script;
}

function shared(script: Script, name: string, make: () => unknown): unknown {
  if (!script.shared.has(name)) {
    script.shared.set(name, make());
  }
  return script.shared.get(name);
}

/** What all slices of a script have under a name, if one of them has made it in this thread. */
export function sharedValue(script: string, name: string): unknown {
  return scripts.get(script)?.shared.get(name);
}

/** A class may have come here as one of an instance, before a slice declares it. */
function knownBefore({ identities }: SliceSpec, name: string): unknown {
  const identity = identities[name];
  return typeof identity === 'number' ? classOf(identity) : undefined;
}

/** What was made stands for what the script's own thread has in that variable. */
function identify(slice: number, { script, identities }: SliceSpec, name: string, made: unknown): unknown {
  const identity = identities[name];
  if (typeof made === 'function') {
    if (typeof identity === 'number') {
      setIdentity(made as AnyFunction, identity);
      setShared(made as AnyFunction, { script, name, slice });
    } else if (/^class\b/.test(Function.prototype.toString.call(made))) {
      setShared(made as AnyFunction, { script, name, slice: -1 });
    }
  } else if (typeof identity === 'object') {
    identifyMembers(made as Record<string, unknown>, identity);
  }
  return made;
}

function identifyMembers(made: Record<string, unknown>, identities: Record<string, number>): void {
  for (const [key, identity] of Object.entries(identities)) {
    const known = classOf(identity);
    if (known !== undefined) {
      made[key] = known;
    } else if (typeof made[key] === 'function') {
      setIdentity(made[key] as AnyFunction, identity);
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
