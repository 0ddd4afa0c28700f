/**
 * Which names are there in every thread?
 *
 * @module
 */

import { builtinModules } from 'node:module';
import vm from 'node:vm';

/** By name, the values of the globals as they were when nogil was loaded; of those with a getter, nothing. */
const initial = collect();

/** What the prototypes of the global object have is global too: `toString`, say. */
function collect(): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (
    let object: object | null = globalThis;
    object !== null;
    object = Object.getPrototypeOf(object) as object | null
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (!found.has(name) && !isModuleOfRepl(name) && !isOfScript(property)) {
        found.set(name, property.value);
      }
    }
  }
  return found;
}

/** The REPL, and `node -e`, define modules such as `fs` as globals. Workers do not. */
function isModuleOfRepl(name: string): boolean {
  return name !== 'process' && name !== 'console' && name !== 'crypto' && builtinModules.includes(name);
}

/** A `var` or a function of a script, such as an earlier line in the REPL, is a global that cannot be deleted. */
function isOfScript({ enumerable, configurable }: PropertyDescriptor): boolean {
  return enumerable === true && configurable === false;
}

/** Whether a name is a global of every thread, and the program has put nothing else in its place. */
export function isGlobalEverywhere(name: string): boolean {
  if (!initial.has(name)) {
    return false;
  }
  const value = initial.get(name);
  const isWatched = typeof value === 'function';
  return (
    !isWatched || Object.getOwnPropertyDescriptor(globalThis, name)?.value === value || !Object.hasOwn(globalThis, name)
  );
}

let language: ReadonlySet<string> | undefined;

/** Whether a name is a global of the language, as `Math` is, and not of Node. */
export function isOfLanguage(name: string): boolean {
  language ??= new Set(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]);
  return language.has(name);
}
