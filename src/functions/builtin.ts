/**
 * The name by which another thread finds a function or an object of Node or of the language.
 *
 * @module
 */

import { builtinModules } from 'node:module';
import { types } from 'node:util';

/** `path` leads from the global object, or from the exports of the module; empty: those exports themselves. */
export type BuiltinReference =
  | { readonly kind: 'global'; readonly path: readonly string[] }
  | { readonly kind: 'builtin'; readonly module: string; readonly path: readonly string[] };

type References = WeakMap<object, BuiltinReference>;

/** Globals that Node makes enumerable, as what a program assigns is; all others are not. */
const enumerableGlobals = new Set([
  'atob',
  'btoa',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'crypto',
  'fetch',
  'global',
  'navigator',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'structuredClone',
]);

/**
 * Node loads these when they are first looked at; even their property descriptors do so. They are found by their own
 * names only: whoever has the function itself has looked at it.
 */
const lazy =
  /^(?:Abort\w+|\w+Strategy|\w*Streams?(?:[A-Z]\w*)?|Performance\w*|File|Blob|resolveObjectURL|FormData|Headers|Request|Response|\w+Event|WebSocket|EventSource|Crypto\w*|SubtleCrypto|Navigator|Storage|QuotaExceededError|URLPattern|MIME\w+|Dir|parseArgs|diff|setTraceSigInt|locks)$/;

/** These write a warning when they are looked at, though nothing is wrong. */
const avoided = new Set(['sys', 'punycode', 'wasi']);

/** Weak: what is found on the way may be the program's own. */
let references: References = new WeakMap();

/** How many modules Node had loaded when `references` was made. */
let modulesIndexed = -1;

/**
 * The reference of a native function, a function of Node's own, or a namespace such as `Math` or `import * as fs`.
 *
 * It is told by identity. No module is loaded for it and no getter is called, except for a global that Node defines by
 * a getter and that has the function's own name. Ask only for what is native or Node's: what a program has put on `fs` is found too.
 */
export function builtinOf(value: object): BuiltinReference | undefined {
  const wanted = types.isModuleNamespaceObject(value) ? exportsOf(value) : value;
  if (wanted === undefined) {
    return undefined;
  }
  const found = referenceOf(wanted);
  return found?.kind === 'global' && isBound(wanted) ? undefined : found;
}

function referenceOf(wanted: object): BuiltinReference | undefined {
  const known = references.get(wanted);
  if (known !== undefined && isStill(known, wanted)) {
    return known;
  }
  const modules = moduleLoadList()?.length ?? 0;
  // A function that is not found is an error, so it may take long. What is bound, and an object, is most likely the
  // program's own.
  const isExpected = typeof wanted === 'function' && !isBound(wanted);
  if (known !== undefined || modules !== modulesIndexed || isExpected) {
    references = index(loadedModules());
    modulesIndexed = modules;
  }
  return references.get(wanted) ?? byOwnName(wanted);
}

/** What a program binds looks native, and may stand on the global object. */
function isBound(value: object): boolean {
  const name = typeof value === 'function' ? dataOf(value, 'name') : undefined;
  return typeof name === 'string' && name.startsWith('bound ');
}

/** The exports of a built-in module, of which this is the namespace. */
function exportsOf(namespace: object): object | undefined {
  let exports: unknown;
  try {
    exports = (namespace as { default?: unknown }).default;
  } catch {
    // Its module is being evaluated.
  }
  if (!isReferable(exports)) {
    return undefined;
  }
  // A module of the program may have one as its default export.
  return Object.keys(exports).every((name) => name in namespace) ? exports : undefined;
}

/** Node's modules that are loaded. Bun and Deno do not tell. */
function moduleLoadList(): readonly string[] | undefined {
  return (process as { moduleLoadList?: string[] }).moduleLoadList;
}

function loadedModules(): readonly string[] {
  const list = moduleLoadList();
  if (list === undefined) {
    return builtinModules.filter(isAllowed);
  }
  const loaded = new Set(list);
  const isLoaded = (name: string): boolean =>
    loaded.has(`NativeModule ${name}`) || (name.endsWith('/promises') && loaded.has(`NativeModule internal/${name}`));
  return builtinModules.filter((name) => isAllowed(name) && isLoaded(name));
}

function isAllowed(name: string): boolean {
  return !name.startsWith('_') && !avoided.has(name);
}

/** All that is two steps from the global object or from a module, the shortest way to each. */
function index(modules: readonly string[]): References {
  const found: References = new WeakMap();
  found.set(globalThis, { kind: 'global', path: ['globalThis'] });
  const globals = Object.getOwnPropertyNames(globalThis).filter(isNodesGlobal);
  addMembers(found, globalThis, globals, (path) => ({ kind: 'global', path }));
  const exports = modules.map((name) => [name, process.getBuiltinModule(name) as unknown] as const);
  for (const [module, value] of exports) {
    if (isReferable(value) && !found.has(value)) {
      found.set(value, { kind: 'builtin', module, path: [] });
    }
  }
  for (const [module, value] of exports) {
    if (isReferable(value)) {
      addMembers(found, value, Object.getOwnPropertyNames(value), (path) => ({ kind: 'builtin', module, path }));
    }
  }
  return found;
}

function isNodesGlobal(name: string): boolean {
  return enumerableGlobals.has(name) || !Object.prototype.propertyIsEnumerable.call(globalThis, name);
}

function addMembers(
  found: References,
  of: object,
  names: readonly string[],
  reference: (path: string[]) => BuiltinReference,
): void {
  const add = (path: string[], value: object): void => {
    if (!found.has(value)) {
      found.set(value, reference(path));
    }
  };
  const members = names
    .filter((name) => !name.startsWith('_') && !lazy.test(name))
    .map((name) => [name, dataOf(of, name)] as const)
    .filter((member): member is readonly [string, object] => isReferable(member[1]) && member[1] !== globalThis);
  for (const [name, value] of members) {
    add([name], value);
  }
  for (const [name, value] of members) {
    for (const [path, holder] of holdersIn(name, value)) {
      for (const method of Object.getOwnPropertyNames(holder)) {
        const member = dataOf(holder, method);
        // An object that far away is as likely the program's: `process.env`, the modules that were required.
        if (typeof member === 'function') {
          add([...path, method], member);
        }
      }
    }
  }
}

/** What has the functions of a class or a namespace. */
function* holdersIn(name: string, value: object): Generator<[path: string[], holder: object]> {
  yield [[name], value];
  const prototype = typeof value === 'function' ? dataOf(value, 'prototype') : undefined;
  if (isReferable(prototype)) {
    yield [[name, 'prototype'], prototype];
  }
}

/** What Node has loaded because it was looked at, such as `Headers` or `util.parseArgs`. */
function byOwnName(value: object): BuiltinReference | undefined {
  const name = typeof value === 'function' ? dataOf(value, 'name') : undefined;
  if (typeof name !== 'string' || name === '') {
    return undefined;
  }
  if (isNodesGlobal(name)) {
    const property = Object.getOwnPropertyDescriptor(globalThis, name);
    if (property !== undefined && (property.value ?? property.get?.call(globalThis)) === value) {
      return { kind: 'global', path: [name] };
    }
  }
  const module = loadedModules().find((module) => {
    const exports: unknown = process.getBuiltinModule(module);
    return isReferable(exports) && dataOf(exports, name) === value;
  });
  return module === undefined ? undefined : { kind: 'builtin', module, path: [name] };
}

/** Whether the reference still leads to the value: a program may have replaced it. */
function isStill(reference: BuiltinReference, value: object): boolean {
  let at: unknown = reference.kind === 'global' ? globalThis : process.getBuiltinModule(reference.module);
  for (const name of reference.path) {
    at = isReferable(at) ? dataOf(at, name) : undefined;
  }
  return at === value;
}

function dataOf(object: object, name: string): unknown {
  // The globals that Node defines by a getter and has loaded from the start.
  if (object === globalThis && (name === 'process' || name === 'Buffer')) {
    return globalThis[name];
  }
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

function isReferable(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
