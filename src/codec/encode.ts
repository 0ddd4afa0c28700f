/**
 * Values to words.
 *
 * A message is written in one of three ways, whole, so that identity within it holds:
 *
 * - plain values, which nearly all messages are, one after another (`plain-writer.ts`),
 * - with functions or instances of classes, or handles beside what is not plain, as a graph (`graph-writer.ts`),
 * - with anything else (a Map, a Date, a value that is reached twice, a cycle, holes) by V8's serializer.
 *
 * @module
 */

import { serialize } from 'node:v8';
import { TaskError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { assertNotEncoding, writing } from './busy.js';
import { GraphWriter } from './graph-writer.js';
import { forgetMet } from './met.js';
import { begin, encodeNumber, encodeNumbers, encodeValue } from './plain-writer.js';
import { needsGraph } from './sendable.js';
import * as tag from './tags.js';
import { taskError, Unsendable } from './unsendable.js';

/** What the values that are written are called in an error. */
export interface Names {
  /** The name of the value at an index. */
  of(index: number): string;
  /** The error's code. */
  readonly code: string;
  /** The whole error for the value at an index; undefined for one with that name and code. */
  refuse?(index: number, refused: Unsendable): Error | undefined;
}

/**
 * Writes values one after another at the area's position.
 *
 * Throws a TaskError, with the position where it was, when one of them cannot travel. An error that a getter throws
 * is thrown as it is.
 */
export function encodeValues(area: Area, values: readonly unknown[], names: Names): void {
  assertNotEncoding();
  const start = area.position;
  const numbers = encodeNumbers(area, values);
  if (numbers === values.length) {
    return;
  }
  let index = numbers;
  let at: { index: number } | undefined;
  writing.busy = true;
  try {
    for (; index < values.length; index++) {
      if (!encodeValue(area, values[index])) {
        area.position = start;
        at = { index: 0 };
        encodeOtherwise(area, values, at);
        return;
      }
    }
  } catch (error) {
    area.position = start;
    throw located(error, names, at?.index ?? index);
  } finally {
    // First, and without a call: the stack may be at its end.
    writing.busy = false;
    forgetMet();
  }
}

/** Writes one value at the area's position. */
export function encode(area: Area, value: unknown, names: Names): void {
  if (typeof value === 'number') {
    encodeNumber(area, value);
  } else {
    encodeValues(area, [value], names);
  }
}

/** Writes a message that is not plain. `at` says which value is looked at. */
function encodeOtherwise(area: Area, values: readonly unknown[], at: { index: number }): void {
  for (at.index = 0; at.index < values.length; at.index++) {
    if (needsGraph(values[at.index])) {
      encodeGraph(area, values, at);
      return;
    }
  }
  encodeSerialized(area, values);
}

function encodeGraph(area: Area, values: readonly unknown[], at: { index: number }): void {
  const writer = new GraphWriter(area);
  do {
    writer.begin();
    for (at.index = 0; at.index < values.length; at.index++) {
      writer.write(values[at.index]);
    }
  } while (!writer.end());
}

function encodeSerialized(area: Area, values: readonly unknown[]): void {
  const bytes = serialize(values);
  area.reserve(1 + wordsOf(bytes.length));
  begin(area, tag.SERIALIZED, bytes.length);
  area.bytes.set(bytes, area.position << 3);
  area.position += wordsOf(bytes.length);
}

/** Gives an error that was found deep in a value the name of that value. */
function located(error: unknown, names: Names, index: number): unknown {
  const { code } = names;
  if (error instanceof Unsendable) {
    return names.refuse?.(index, error) ?? taskError(error, names.of(index), code);
  }
  if (error instanceof RangeError && /call stack|2 GiB|allocation failed/.test(error.message)) {
    const what = /call stack/.test(error.message) ? 'nested too deeply' : 'too large';
    const message = `Cannot send ${names.of(index)}: it is ${what}. Send it in parts.`;
    return new TaskError(message, { code, cause: error });
  }
  return error;
}
