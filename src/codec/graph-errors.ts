/**
 * Errors to words, within a graph: whole, but for what cannot travel of one.
 *
 * A property that cannot travel, or whose getter throws, is left out. A cause, or one of an AggregateError's errors, that
 * cannot travel is told in words, by a TaskError.
 *
 * @module
 */

import { types } from 'node:util';
import { TaskError } from '../errors.js';
import { asText, isErrorLike, nearestClass, ownProperties, textsOf } from './error-classes.js';
import type { GraphWriter } from './graph-writer.js';
import { errorClass, isReducible, nameOf } from './instances.js';
import { begin } from './plain-writer.js';
import { encodeString } from './strings.js';
import { encodeSymbol } from './symbols.js';
import * as tag from './tags.js';
import { Unsendable } from './unsendable.js';

/** Properties of which the loss would be that of an error. */
const PARTS: readonly unknown[] = ['cause', 'errors', 'error', 'suppressed'];

/** So many levels deep is an error that is told in words. */
const WORDS_DEPTH = 1;

/** Writes what was thrown, or a part of an error. It is told in words if it cannot travel. */
export function writePart(writer: GraphWriter, value: unknown): void {
  const failed = writer.attempt(() => writeWhole(writer, value));
  if (failed !== undefined) {
    writeWords(writer, value, failed.error);
  }
}

/** Writes a TaskError that says why something does not travel. */
export function writeWords(writer: GraphWriter, value: unknown, reason: unknown): void {
  const words = inWords(value, reason);
  writer.nested(words, () => writeError(writer, words));
}

/** Whatever stands for an error is one at the other end: a Proxy, or an object that inherits from an error. */
function writeWhole(writer: GraphWriter, value: unknown): void {
  if (!isErrorLike(value) || writer.has(value)) {
    writer.write(value);
    return;
  }
  if (writer.area.depth <= WORDS_DEPTH) {
    throw new Unsendable('is nested too deeply.');
  }
  if (madeByItsClass(value) && writer.attempt(() => writer.write(value)) === undefined) {
    return;
  }
  writer.nested(value, () => writeError(writer, value));
}

function madeByItsClass(value: Error): boolean {
  try {
    return types.isNativeError(value) && isReducible(value);
  } catch {
    return false;
  }
}

/** Writes an error that has its number. */
export function writeError(writer: GraphWriter, value: Error): void {
  const { area } = writer;
  begin(area, tag.ERROR, nearestClass(value));
  writer.writeClass(value, errorClass(value));
  const { name, message, stack } = textsOf(value);
  encodeString(area, name);
  encodeString(area, message);
  encodeString(area, stack);
  area.reserve(1);
  const counts = area.position;
  area.position += 1;
  const { names, enumerable } = ownProperties(value);
  const written = { enumerable: 0, hidden: 0 };
  for (const [index, key] of names.entries()) {
    if (writer.attempt(() => writeProperty(writer, value, key)) === undefined) {
      written[index < enumerable ? 'enumerable' : 'hidden'] += 1;
    }
  }
  area.i32[counts << 1] = written.enumerable;
  area.i32[(counts << 1) + 1] = written.hidden;
}

function writeProperty(writer: GraphWriter, error: Error, key: string | symbol): void {
  const property = (error as unknown as Record<string | symbol, unknown>)[key];
  if (typeof key === 'symbol') {
    encodeSymbol(writer.area, key);
  } else {
    encodeString(writer.area, key);
  }
  if (!PARTS.includes(key)) {
    writer.write(property);
  } else if (key === 'errors' && Array.isArray(property) && !writer.has(property)) {
    writer.nested(property, () => writeParts(writer, property));
  } else {
    writePart(writer, property);
  }
}

function writeParts(writer: GraphWriter, parts: readonly unknown[]): void {
  begin(writer.area, tag.ARRAY, parts.length);
  for (let index = 0; index < parts.length; index++) {
    writePart(writer, parts[index]);
  }
}

function inWords(value: unknown, reason: unknown): TaskError {
  const why =
    reason instanceof Unsendable
      ? `${reason.path === '' ? 'it' : `its ${reason.path}`} ${reason.message}`
      : `it cannot be read: ${asText(() => (reason as Error).message)}`;
  const error = new TaskError(`Cannot send ${called(value)}, which was thrown: ${why}`, { code: 'ERR_TASK_RESULT' });
  // It was not thrown here.
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

function called(value: unknown): string {
  const text = asText(() => {
    if (typeof value === 'function') {
      return value.name === '' ? 'a function' : `the function '${value.name}'`;
    }
    return typeof value === 'object' && value !== null ? nameOf(value) : String(value);
  });
  return text.slice(0, LONGEST_NAME);
}

/** Something may be called by a text of its own. */
const LONGEST_NAME = 200;
