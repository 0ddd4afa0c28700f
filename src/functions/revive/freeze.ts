/**
 * In debug mode, the copies that a function uses in a worker cannot be written to: what is written is lost with them.
 *
 * They are frozen, so that they stay what they are for everything that only reads: no views of them.
 *
 * @module
 */

import { types } from 'node:util';
import { TaskError } from '../../errors.js';
import { builtinOf } from '../builtin.js';
import { isWorker } from '../importing.js';

const writersOfCollections = ['set', 'add', 'delete', 'clear', 'getOrInsert', 'getOrInsertComputed'];
const writersOfDates = Object.getOwnPropertyNames(Date.prototype).filter((name) => name.startsWith('set'));

/**
 * Freezes all of these, and what is in them: plain objects and arrays, Maps, Sets and Dates. What has no name is left
 * out. In other threads than workers nothing happens: what comes back is nobody else's any more.
 */
export function freezeCopies(values: readonly unknown[], names: readonly (string | null)[]): void {
  if (!isWorker()) {
    return;
  }
  // Of all values: what two of them hold is one object.
  const seen = new Set<object>();
  for (const [index, value] of values.entries()) {
    const name = names[index] ?? null;
    for (const object of name === null ? [] : objectsIn(value, seen)) {
      freeze(object, name as string);
    }
  }
}

const waiting: [values: readonly unknown[], names: readonly (string | null)[]][] = [];

/** The same once the message is read that these are in: what is in them may not be there yet. */
export function freezeWhenRead(values: readonly unknown[], names: readonly (string | null)[]): void {
  waiting.push([values, names]);
}

/** Freezes what waits for that. */
export function freezeWaiting(): void {
  if (waiting.length === 0) {
    return;
  }
  for (const [values, names] of waiting.splice(0)) {
    freezeCopies(values, names);
  }
}

function freeze(object: object, name: string): void {
  const writers = types.isDate(object) ? writersOfDates : isCollection(object) ? writersOfCollections : undefined;
  if (writers === undefined) {
    Object.freeze(object);
    return;
  }
  // Freezing does not keep these from being written to.
  const value = (): never => {
    throw writeToCopy([name]);
  };
  for (const writer of writers) {
    if (writer in object) {
      Object.defineProperty(object, writer, { configurable: true, value });
    }
  }
}

/** The objects of a copy that can be kept from being written to. */
export function* objectsIn(value: unknown, seen: Set<object>): Generator<object, void> {
  const ahead = [value];
  while (ahead.length > 0) {
    const next = ahead.pop();
    if (typeof next === 'object' && next !== null && !seen.has(next) && isCopy(next)) {
      seen.add(next);
      ahead.push(...partsOf(next));
      yield next;
    }
  }
}

/** What is in an object, without calling a getter. */
export function partsOf(object: object): unknown[] {
  if (types.isMap(object)) {
    return [...Map.prototype.entries.call(object)].flat();
  }
  if (types.isSet(object)) {
    return [...Set.prototype.values.call(object)];
  }
  return Object.values(Object.getOwnPropertyDescriptors(object)).map(({ value }) => value as unknown);
}

/** An instance of a class keeps its own state, a view cannot be frozen, and Node's own objects are no copies. */
function isCopy(object: object): boolean {
  if (isCollection(object) || types.isDate(object)) {
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(object);
  const isPlain = prototype === Object.prototype || prototype === Array.prototype || prototype === null;
  return isPlain && !types.isModuleNamespaceObject(object) && builtinOf(object) === undefined;
}

function isCollection(object: object): boolean {
  return types.isMap(object) || types.isSet(object);
}

/** The error for a write to one of these variables. */
export function writeToCopy(names: readonly string[], cause?: Error): TaskError {
  const list = names.map((name) => `\`${name}\``).join(' or ');
  const which = names.length === 1 ? 'the' : 'a';
  const error = new TaskError(
    `${list} is a copy of ${which} variable that the function uses: what is written to it here, nobody else sees.\n` +
      '  Return the value, or keep it in a Cell, a List or a Dict of nogil/shared, which all threads see.',
    cause === undefined ? { code: 'ERR_TASK_COPY' } : { code: 'ERR_TASK_COPY', cause },
  );
  const frames = cause?.stack?.indexOf('\n    at ') ?? -1;
  if (frames !== -1) {
    // The place that matters is the one of the write.
    error.stack = `${error.name}: ${error.message}${cause?.stack?.slice(frames)}`;
  }
  return error;
}
