/**
 * The variables that a function has captured.
 *
 * @module
 */

import type { Reader } from './session.js';
import { type Internals, reading } from './session.js';

/**
 * What made a scope. `script`: the `let`, `const` and `class` at the top level of all classic scripts together.
 * A CommonJS module is the last `closure`.
 */
export type ScopeKind = 'local' | 'closure' | 'block' | 'catch' | 'with' | 'eval' | 'module' | 'script' | 'other';

/** A scope around a function. Only variables that some inner function uses are there: V8 keeps no others. */
export interface Scope {
  readonly kind: ScopeKind;
  /** Read it through `lookUp`. */
  readonly variables: object;
}

/** What was found: `uninitialized` is a `let`, `const` or `class` before its declaration has run. */
export type Found =
  | { readonly state: 'value'; readonly value: unknown; readonly kind: ScopeKind }
  | { readonly state: 'uninitialized'; readonly kind: ScopeKind }
  | { readonly state: 'missing' };

const kinds: Readonly<Record<string, ScopeKind>> = {
  Local: 'local',
  Closure: 'closure',
  Block: 'block',
  Catch: 'catch',
  With: 'with',
  Eval: 'eval',
  Module: 'module',
  Script: 'script',
};

const missing: Found = { state: 'missing' };

/**
 * The scopes around a function, the innermost first, without the global one. Empty for a native or bound function;
 * undefined where they cannot be read.
 */
export function scopesOf(fn: object): Scope[] | undefined {
  return reading((reader) => scopesIn(reader, reader.internals(fn)));
}

export function scopesIn(reader: Reader, internals: Internals): Scope[] {
  const remote = internals.get('[[Scopes]]');
  if (remote?.objectId === undefined) {
    return [];
  }
  const [described] = reader.connection.values([{ objectId: remote.objectId }]) as [ArrayLike<Described>];
  const scopes: Scope[] = [];
  for (let index = 0; index < described.length; index += 1) {
    const { description, object } = described[index] as Described;
    if (description !== 'Global') {
      scopes.push({ kind: kinds[/^\w*/.exec(description)?.[0] ?? ''] ?? 'other', variables: object });
    }
  }
  return scopes;
}

/** As V8 lists a scope: `description` is such as `Closure (outer)`. */
interface Described {
  description: string;
  object: object;
}

/**
 * The variable that `name` means inside of the function.
 *
 * Node 20 cannot tell a variable that is not initialized from one that is `undefined`.
 */
export function lookUp(scopes: readonly Scope[], name: string): Found {
  for (const scope of scopes) {
    if (has(scope, name)) {
      return read(scope, name);
    }
  }
  return missing;
}

/** The variable of that name at the top level of the module or script. */
export function lookUpOutermost(scopes: readonly Scope[], name: string): Found {
  const last = scopes.at(-1);
  const ofModule = last?.kind === 'module' ? last : scopes.findLast(isOfModule);
  const scope = [ofModule, last].find((scope) => scope !== undefined && isOutermost(scope) && has(scope, name));
  return scope === undefined ? missing : read(scope, name);
}

/** Around the code of a slice, which is made like that of a module, there is one function more. */
function isOfModule({ kind, variables }: Scope): boolean {
  return kind === 'closure' && !Object.hasOwn(variables, RUNTIME);
}

/** What the code of a slice calls (`crate/slice`). */
const RUNTIME = '__nogil';

/** A variable of the functions around may have the name of one of the module that the engine has not kept. */
function isOutermost({ kind }: Scope): boolean {
  return kind === 'module' || kind === 'closure' || kind === 'script';
}

function has({ kind, variables }: Scope, name: string): boolean {
  return kind === 'with' ? isInWith(variables, name) : Object.hasOwn(variables, name);
}

/** The object of a `with` has inherited properties, and may hide some of them. */
function isInWith(object: object, name: string): boolean {
  if (!(name in object)) {
    return false;
  }
  const hidden = (object as { [Symbol.unscopables]?: Record<string, unknown> })[Symbol.unscopables];
  return !hidden?.[name];
}

function read({ kind, variables }: Scope, name: string): Found {
  try {
    return { state: 'value', value: (variables as Record<string, unknown>)[name], kind };
  } catch {
    return { state: 'uninitialized', kind };
  }
}
