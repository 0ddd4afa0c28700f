/**
 * In debug mode: which variable it was, when a task failed because it wrote to a frozen copy.
 *
 * The engine's error has only the name of a property, so the variables are named whose objects it may be about.
 *
 * @module
 */

import { types } from 'node:util';
import type { AnyFunction } from '../any-function.js';
import { specOf } from '../spec.js';
import { descriptionOf } from '../thread-functions.js';
import { objectsIn, partsOf, writeToCopy } from './freeze.js';

type Run = (...all: unknown[]) => unknown;

/** What the engine says of a write that a frozen object refuses. */
interface Write {
  /** The property; undefined when it says none. */
  readonly key?: string | undefined;
  /** Whether the object has it already. */
  readonly isThere?: boolean;
  /** Whether the object is an array; undefined when it does not say. */
  readonly isArray?: boolean | undefined;
}

/** Runs tasks of the function of a number, which are given captured values and then the arguments. */
export function explainingWrites(id: number, run: Run): Run {
  return (...all) => {
    try {
      const result = run(...all);
      return types.isPromise(result)
        ? result.catch((error: unknown) => {
            throw explained(error, id, all);
          })
        : result;
    } catch (error) {
      throw explained(error, id, all);
    }
  };
}

function explained(error: unknown, id: number, all: readonly unknown[]): unknown {
  const write = error instanceof TypeError ? writeOf(error.message) : undefined;
  if (write === undefined) {
    return error;
  }
  const variables = new Map<string, Set<object>>();
  addVariables(variables, id, all, new Set());
  const exact = namesOf(variables, (object) => isMeant(write, object) && isLikely(write, object));
  const names = exact.length > 0 ? exact : namesOf(variables, (object) => isMeant(write, object));
  return names.length === 0 ? error : writeToCopy(names, error as TypeError);
}

function writeOf(message: string): Write | undefined {
  const added = /^Cannot (?:add|define) property (.+), object is not extensible$/s.exec(message);
  if (added !== null) {
    return { key: added[1], isThere: false };
  }
  const changed = /^Cannot (?:assign to read only|delete) property '(.+)' of (?:object )?'?(.+?)'?$/s.exec(message);
  if (changed !== null) {
    return { key: changed[1], isThere: true, isArray: changed[2] === '[object Array]' };
  }
  const redefined = /^Cannot redefine property: (.+)$/s.exec(message);
  if (redefined !== null) {
    return { key: redefined[1], isThere: true };
  }
  if (message === 'Cannot add/remove sealed array elements') {
    return { isArray: true };
  }
  const kept = /^(\S+(?: \S+)?) is not extensible$/.exec(message);
  return kept === null ? undefined : { isArray: kept[1] === '[object Array]' };
}

function isMeant({ key, isThere, isArray }: Write, object: object): boolean {
  return (
    Object.isFrozen(object) &&
    (isArray === undefined || Array.isArray(object) === isArray) &&
    (key === undefined || has(object, key) === isThere)
  );
}

/** Symbols are told as they are printed. */
function has(object: object, key: string): boolean {
  return Reflect.ownKeys(object).some((own) => String(own) === key);
}

/** What is added by an index is most likely put behind an array's last item. */
function isLikely({ key, isThere }: Write, object: object): boolean {
  if (key === undefined || isThere === true) {
    return true;
  }
  return /^\d+$/.test(key) ? Array.isArray(object) && object.length === Number(key) : !Array.isArray(object);
}

function namesOf(variables: Map<string, Set<object>>, matches: (object: object) => boolean): string[] {
  return [...variables].filter(([, objects]) => [...objects].some(matches)).map(([name]) => name);
}

/** The variables of a function, and of the functions that were sent with it. */
function addVariables(
  variables: Map<string, Set<object>>,
  id: number,
  given: readonly unknown[],
  seen: Set<unknown>,
): void {
  const spec = specOf(id);
  if (spec?.kind === 'slice') {
    for (const [index, name] of spec.captures.entries()) {
      addVariable(variables, name, given[index]);
    }
    for (const [index, name] of spec.shared.entries()) {
      if (name !== null) {
        // Equal to the one that is frozen.
        addVariable(variables, name, frozen(spec.values[index]));
      }
    }
  }
  for (const fn of functionsIn(given, seen)) {
    const description = descriptionOf(fn);
    if (description !== undefined) {
      addVariables(variables, description.id, description.captures, seen);
    }
  }
}

function addVariable(variables: Map<string, Set<object>>, name: string, value: unknown): void {
  const objects = variables.get(name) ?? new Set();
  variables.set(name, objects);
  for (const object of objectsIn(value, new Set())) {
    objects.add(object);
  }
}

function frozen(value: unknown): unknown {
  for (const object of objectsIn(value, new Set())) {
    Object.freeze(object);
  }
  return value;
}

function* functionsIn(given: readonly unknown[], seen: Set<unknown>): Generator<AnyFunction, void> {
  const ahead = [...given];
  while (ahead.length > 0) {
    const next = ahead.pop();
    const canHold = (typeof next === 'object' && next !== null) || typeof next === 'function';
    if (!canHold || seen.has(next)) {
      continue;
    }
    seen.add(next);
    if (typeof next === 'function') {
      yield next;
    } else if (!ArrayBuffer.isView(next)) {
      ahead.push(...partsOf(next));
    }
  }
}
