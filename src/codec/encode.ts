/**
 * Values to words.
 *
 * A message is written in one of two ways, whole, so that identity within it holds:
 *
 * - plain values, which nearly all messages are, one after another (`plain-writer.ts`),
 * - with anything else (a function, an instance, a Map, a Date, an error, a value that is reached twice, a cycle, holes)
 *   as a graph (`graph-writer.ts`).
 *
 * @module
 */

import type { Area } from './area.js';
import { assertNotEncoding, writing } from './busy.js';
import type { Carrier, Takes } from './carried.js';
import { writePart, writeWords } from './graph-errors.js';
import { GraphWriter } from './graph-writer.js';
import { defaultLimits, type Limits } from './limits.js';
import { forgetMet } from './met.js';
import { encodeNumber, encodeNumbers, encodeValue } from './plain-writer.js';
import { asUnsendable, taskError, Unsendable } from './unsendable.js';

/** What the values that are written are called in an error. */
export interface Names {
  /** The name of the value at an index. */
  of(index: number): string;
  /** The error's code. */
  readonly code: string;
  /** Who takes what goes beside the message. */
  readonly takes?: Takes;
  /** The whole error for the value at an index; undefined for one with that name and code. */
  refuse?(index: number, refused: Unsendable): Error | undefined;
}

/**
 * Writes values one after another at the area's position.
 *
 * Throws a TaskError, with the position where it was, when one of them cannot travel, or all of them are beyond the
 * limits. An error that a getter throws is thrown as it is.
 */
export function encodeValues(
  area: Area,
  values: readonly unknown[],
  names: Names,
  limits: Limits = defaultLimits,
): void {
  assertNotEncoding();
  const start = area.position;
  area.allow(limits);
  const numbers = encodeNumbers(area, values);
  area.count -= numbers;
  if (numbers < values.length || !area.isWithin()) {
    encodeRest(area, values, numbers, start, names, limits);
  }
}

/** Writes what comes behind so many numbers of the message that begins there. */
function encodeRest(
  area: Area,
  values: readonly unknown[],
  numbers: number,
  start: number,
  names: Names,
  limits: Limits,
): void {
  const at = { index: Math.min(numbers, values.length - 1) };
  writing.busy = true;
  try {
    if (!area.isWithin()) {
      area.refuse();
    }
    if (!encodePlain(area, values, at)) {
      area.position = start;
      area.allow(limits);
      encodeGraph(area, values, at, names.takes);
    }
  } catch (error) {
    area.position = start;
    throw located(error, names, at.index);
  } finally {
    // First, and without a call: the stack may be at its end.
    writing.busy = false;
    forgetMet();
  }
}

/** The same, where `carrier` transfers some of what is in the values. */
export function encodeTransferring(
  area: Area,
  values: readonly unknown[],
  names: Names,
  carrier: Carrier,
  limits: Limits = defaultLimits,
): void {
  assertNotEncoding();
  const start = area.position;
  const at = { index: 0 };
  area.allow(limits);
  writing.busy = true;
  try {
    encodeGraph(area, values, at, names.takes, carrier);
  } catch (error) {
    area.position = start;
    throw located(error, names, at.index);
  } finally {
    writing.busy = false;
  }
}

/** Writes one value into an area of its own, while another message may be being written. */
export function encodeAside(area: Area, value: unknown, names: Names): void {
  const { busy } = writing;
  area.allow(defaultLimits);
  writing.busy = true;
  try {
    // What the other message has met is not forgotten: it is of plain values alone.
    encodeGraph(area, [value], { index: 0 }, names.takes);
  } catch (error) {
    throw located(error, names, 0);
  } finally {
    writing.busy = busy;
  }
}

/** Writes one value at the area's position. */
export function encode(area: Area, value: unknown, names: Names, limits: Limits = defaultLimits): void {
  if (typeof value === 'number' && limits === defaultLimits) {
    encodeNumber(area, value);
  } else {
    encodeValues(area, [value], names, limits);
  }
}

/** Writes what was thrown: what cannot travel of it is described in words. With a reason why, all of it is. */
export function encodeThrown(area: Area, thrown: unknown, takes?: Takes, reason?: unknown): void {
  assertNotEncoding();
  area.allow(defaultLimits);
  const writer = new GraphWriter(area, takes);
  writing.busy = true;
  try {
    do {
      writer.begin();
      if (reason !== undefined) {
        writeWords(writer, thrown, reason);
      } else if (typeof thrown === 'symbol') {
        // It would be taken for an answer, were it one that every thread has.
        writeWords(writer, thrown, new Unsendable('is a symbol.'));
      } else {
        writePart(writer, thrown);
      }
    } while (!writer.end());
  } finally {
    writing.busy = false;
  }
}

/** False when the message is not plain. `at` says which value is looked at. */
function encodePlain(area: Area, values: readonly unknown[], at: { index: number }): boolean {
  for (let index = at.index; index < values.length; index++) {
    at.index = index;
    area.count -= 1;
    if (!encodeValue(area, values[index])) {
      return false;
    }
    if (!area.isWithin()) {
      area.refuse();
    }
  }
  return true;
}

function encodeGraph(
  area: Area,
  values: readonly unknown[],
  at: { index: number },
  takes: Takes | undefined,
  transfers?: Carrier,
): void {
  const writer = new GraphWriter(area, takes, transfers);
  do {
    writer.begin();
    for (at.index = 0; at.index < values.length; at.index++) {
      writer.write(values[at.index]);
      if (!area.isWithin()) {
        area.refuse();
      }
    }
  } while (!writer.end());
  // With the table of its functions.
  if (!area.isWithin()) {
    area.refuse();
  }
}

/** Gives an error that was found deep in a value the name of that value. */
function located(error: unknown, names: Names, index: number): unknown {
  const found = asUnsendable(error);
  if (!(found instanceof Unsendable)) {
    return found;
  }
  return names.refuse?.(index, found) ?? taskError(found, names.of(index), names.code);
}
