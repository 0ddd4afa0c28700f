/**
 * From what is said of a function to the function, in another thread.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TaskError } from '../../errors.js';
import type { AnyFunction, TaskFunction } from '../any-function.js';
import { isDebugging } from '../debug.js';
import { Foreign, ForeignDescription } from '../foreign.js';
import { importing, requiring } from '../importing.js';
import { resolveModule } from '../module.js';
import { notTransformed } from '../not-transformed.js';
import type {
  BoundSpec,
  BuiltinSpec,
  FunctionSpec,
  GlobalSpec,
  ImportSpec,
  MemberSpec,
  RequireSpec,
  SharedSpec,
  SliceSpec,
} from '../spec.js';
import { readSpec, specBytes } from '../spec.js';
import { setCompletion, setDescription, setOwnFunction } from '../thread-functions.js';
import { freezeWhenRead } from './freeze.js';
import { type Factory, runSlice, sharedValue } from './slice.js';

/** A function whose modules were loaded: from captured values, it is there at once. */
export interface Revived {
  /** So many captured values come first in a task's arguments. */
  readonly captures: number;
  /** The function, or whatever the number stands for. If it is not whole, captured values are set later. */
  make(captures: readonly unknown[], isWhole?: boolean): unknown;
  /** `make` gives another one each time, though nothing is captured. */
  readonly isClass?: boolean;
  /** The script of a slice. */
  readonly script?: string;
}

/** Loads what the function of a number needs. It is there at once where nothing must be imported. */
export function revive(id: number): Revived | Promise<Revived> {
  const bytes = specBytes(id);
  if (bytes === undefined) {
    throw new TaskError(`no function has the number ${id}`, { code: 'ERR_TASK_FUNCTION' });
  }
  const foreign = new Foreign(id, bytes);
  const spec = readSpec(bytes);
  switch (spec.kind) {
    case 'slice': {
      const made = runSlice(foreign, spec);
      return made instanceof Promise
        ? made.then((factory) => fromFactory(foreign, factory, spec))
        : fromFactory(foreign, made, spec);
    }
    case 'import':
      return importFunction(spec).then((fn) => only(foreign, fn));
    case 'bound':
      return bound(foreign, spec);
    case 'member':
      return member(foreign, spec);
    case 'shared':
      return shared(spec);
    default:
      return only(foreign, find(spec));
  }
}

function find(spec: Exclude<FunctionSpec, { kind: 'slice' | 'import' | 'bound' | 'member' | 'shared' }>): unknown {
  switch (spec.kind) {
    case 'global':
      return findGlobal(spec);
    case 'builtin':
      return findBuiltin(spec);
    case 'require':
      return requireFunction(spec);
    default:
      return (specifier: string) => importModule(moduleFrom(specifier, spec.url));
  }
}

/** There is one in this thread. */
function only(foreign: Foreign, fn: unknown): Revived {
  if (typeof fn === 'function') {
    setOwnFunction(foreign.id, fn);
    setDescription(fn, new ForeignDescription(foreign, [], { isNamed: true }));
  }
  return { captures: 0, make: () => fn };
}

/** One for each list of captured values. */
function fromFactory(foreign: Foreign, factory: Factory, { captures, early, script, isClass }: SliceSpec): Revived {
  if (captures.length === 0 && !isClass) {
    const fn = factory();
    setOwnFunction(foreign.id, fn);
    setDescription(fn, new ForeignDescription(foreign, []));
    return { captures: 0, make: () => fn, script };
  }
  const set = (fn: AnyFunction, values: readonly unknown[]): void => {
    if (isDebugging) {
      freezeWhenRead(values, captures);
    }
    setDescription(fn, new ForeignDescription(foreign, [...values], { early }));
  };
  return {
    script,
    isClass,
    captures: captures.length,
    make(values, isWhole = true) {
      const later: { set?: (values: readonly unknown[]) => void } | undefined = isWhole ? undefined : {};
      const fn = factory(...values, later);
      set(fn, values);
      const { set: assign } = later ?? {};
      if (assign !== undefined) {
        setCompletion(fn, (values) => {
          assign(values);
          set(fn, values);
        });
      }
      return fn;
    },
  };
}

/** What the slices of a script share: there is one in this thread, or the slice makes it. */
function shared({ script, name, version, slice }: SharedSpec): Revived | Promise<Revived> {
  const found = (): Revived | Promise<Revived> => {
    const value = sharedValue(script, name, version);
    if (value === undefined) {
      const message = 'a class of a worker came back, which this thread does not have';
      throw new TaskError(message, { code: 'ERR_TASK_RESULT' });
    }
    const revived = (value: unknown): Revived => ({ captures: 0, make: () => value, script });
    return value instanceof Promise ? value.then(revived) : revived(value);
  };
  const made = slice < 0 || sharedValue(script, name, version) !== undefined ? undefined : revive(slice);
  return made instanceof Promise ? made.then(found) : found();
}

function bound(foreign: Foreign, { args }: BoundSpec): Revived {
  return {
    captures: 2 + args,
    make(values) {
      const [target, self, ...rest] = values as [AnyFunction, unknown, ...unknown[]];
      const fn = Function.prototype.bind.call(target, self, ...rest) as AnyFunction;
      setDescription(fn, new ForeignDescription(foreign, [...values]));
      return fn;
    },
  };
}

function member(foreign: Foreign, { name }: MemberSpec): Revived {
  return {
    captures: 1,
    make(values) {
      const load = values[0] as () => Promise<Record<string, unknown>>;
      const fn = async (...args: unknown[]): Promise<unknown> =>
        exportedFunction(await importing(name, load), name, 'the module')(...args);
      setDescription(fn, new ForeignDescription(foreign, [load]));
      return fn;
    },
  };
}

function findGlobal({ path }: GlobalSpec): unknown {
  return path.reduce((value: unknown, key) => (value as Record<string, unknown>)[key], globalThis);
}

function findBuiltin({ module, path }: BuiltinSpec): unknown {
  const exports: unknown = process.getBuiltinModule(module);
  return path.reduce((value, key) => (value as Record<string, unknown>)[key], exports);
}

/** A path from the root is one from the folder that a tool was started in, unless there is such a file. */
function moduleFrom(specifier: string, base: string): string {
  const url = base.startsWith('file:') ? base : pathToFileURL(base).href;
  const path = specifier.replace(/[?#].*$/s, '');
  const isOfTool = path.startsWith('/') && !existsSync(path);
  return isOfTool ? pathToFileURL(join(process.cwd(), path)).href : resolveModule({ specifier, required: false }, url);
}

async function importModule(url: string): Promise<Record<string, unknown>> {
  try {
    return (await importing(url, () => import(url))) as Record<string, unknown>;
  } catch (error) {
    throw notTransformed(error) ?? error;
  }
}

async function importFunction({ url, name, text }: ImportSpec): Promise<unknown> {
  const found = exportedFunction(await importModule(url), name, url);
  return assertSame(found, text, name, url);
}

function exportedFunction(module: Record<string, unknown>, name: string, where: string): TaskFunction {
  const found = findExport(module, name);
  if (typeof found !== 'function') {
    const what = found === undefined ? 'has no such export' : `exports ${typeof found} under this name`;
    const names = Object.keys(module).join(', ');
    throw new TaskError(`Cannot run '${name}': ${where} ${what} (it has: ${names === '' ? 'nothing' : names}).`, {
      code: 'ERR_TASK_EXPORT',
    });
  }
  return found as TaskFunction;
}

/** A CommonJS module's exports are all on its default export; not all of them are named ones too. */
function findExport(module: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(module, name)) {
    return module[name];
  }
  const exports = module['default'];
  const isNamespace = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  return isNamespace && Object.hasOwn(exports, name) ? (exports as Record<string, unknown>)[name] : undefined;
}

function requireFunction({ file, name, text }: RequireSpec): unknown {
  const exports: unknown = requiring(file, () => createRequire(file)(file));
  const found = name === null ? exports : (exports as Record<string, unknown> | null)?.[name];
  if (typeof found !== 'function') {
    throw new TaskError(`Cannot run '${name ?? 'the exports'}': ${file} has no such function.`, {
      code: 'ERR_TASK_EXPORT',
    });
  }
  return assertSame(found, text, name ?? found.name, file);
}

function assertSame(found: AnyFunction, text: string | null, name: string, where: string): AnyFunction {
  if (text !== null && Function.prototype.toString.call(found) !== text) {
    const message =
      `'${name}' of ${where} is not the same function in the worker: the file changed on disk after it was loaded, ` +
      'or a loader transforms it differently there.';
    throw new TaskError(message, { code: 'ERR_TASK_EXPORT' });
  }
  return found;
}
