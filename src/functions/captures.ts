/**
 * The values of captured variables, as they are at present.
 *
 * @module
 */

import { types } from 'node:util';
import type { AnyFunction } from './any-function.js';
import { isPlainData } from './plain-data.js';
import { type Position, passAsArgument, refusal, tooEarly } from './refusal.js';
import type { ScriptText } from './site.js';
import { registerSpec } from './spec.js';
import type { Found, Surroundings } from './surroundings.js';
import { descriptionOf, giveIdentity, setDescription } from './thread-functions.js';

/** A captured variable, as a plan names it. */
export type Capture = ReturnType<ScriptText['script']['plan']>['captures'][number];

/** What a captured variable has, or a refusal. */
export function readCapture(fn: AnyFunction, text: ScriptText, capture: Capture, surroundings: Surroundings): unknown {
  const { name, kind } = capture;
  if (name === DYNAMIC_IMPORT) {
    return importerFor(text.url);
  }
  const found = valueOf(fn, name, kind, surroundings);
  const position = positionOf(text, capture);
  switch (found.state) {
    case 'value':
      if (
        capture.makesInstances &&
        typeof found.value === 'function' &&
        descriptionOf(found.value as AnyFunction)?.isNamed !== true
      ) {
        giveIdentity(found.value as AnyFunction);
      }
      return pickUsed(found.value, capture.properties);
    case 'uninitialized':
      throw refusal(fn, tooEarly(name), position);
    default:
      if (kind === 'free' && name in globalThis) {
        return pickUsed((globalThis as Record<string, unknown>)[name], capture.properties);
      }
      throw refusal(
        fn,
        notReadable(name, `${WHOSE[kind] ?? WHOSE['local']}, and this runtime cannot read it`),
        position,
      );
  }
}

/** What a captured variable is, by its kind. */
const WHOSE: Readonly<Record<string, string>> = {
  local: 'a variable of the function around it',
  live: 'a module variable which changes',
};

/** What a captured variable is at present. */
function valueOf(fn: AnyFunction, name: string, kind: string, surroundings: Surroundings): Found {
  switch (kind) {
    case 'superclass':
      return { state: 'value', value: Object.getPrototypeOf(fn) as unknown, kind: 'other' };
    case 'live':
      return surroundings.ofModule(name);
    case 'global':
      return { state: 'value', value: (globalThis as Record<string, unknown>)[name], kind: 'other' };
    default:
      return surroundings.innermost(name);
  }
}

/** What Vite, and so Vitest, put in the place of `import()`. */
const DYNAMIC_IMPORT = '__vite_ssr_dynamic_import__';

const importers = new Map<string, AnyFunction>();

function importerFor(url: string): AnyFunction {
  const known = importers.get(url);
  if (known !== undefined) {
    return known;
  }
  const importer = (specifier: string): Promise<unknown> => import(specifier);
  setDescription(importer, { id: registerSpec({ kind: 'importer', url }), captures: [] });
  importers.set(url, importer);
  return importer;
}

/** Why a variable that cannot be read is refused. */
export function notReadable(name: string, what: string): { code: string; reason: string; hint: string } {
  return { code: 'ERR_TASK_CAPTURE', reason: `uses \`${name}\`, ${what}`, hint: passAsArgument(name) };
}

/** Of a module that is held in a variable, as compilers and test runners do, only what the function uses travels. */
export function pickUsed(value: unknown, properties: readonly string[] | null): unknown {
  if (properties === null || !isNamespace(value) || isPlainData(value)) {
    return value;
  }
  const entries = properties.map((property) => [property, (value as Record<string, unknown>)[property]]);
  const members = Object.fromEntries(entries) as object;
  picked.add(members);
  return members;
}

/** What a module exports may change: such are read anew. */
const picked = new WeakSet();

/** Whether it is what is used of a module that is held in a variable. */
export function isPicked(value: unknown): boolean {
  return typeof value === 'object' && value !== null && picked.has(value);
}

function isNamespace(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (types.isProxy(value) ||
      (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Module' ||
      (value as { __esModule?: unknown }).__esModule === true)
  );
}

/** A place in the function's own text tells nothing. */
export function positionOf(text: ScriptText, { line, column }: { line: number; column: number }): Position | undefined {
  return text.format === 'expression' ? undefined : { url: text.url, line, column };
}
