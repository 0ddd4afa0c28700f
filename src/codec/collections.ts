/**
 * Words to Maps, Sets, memory and views of it, within a graph.
 *
 * @module
 */

import { types } from 'node:util';
import { DecodeError } from '../errors.js';
import type { GraphReader } from './graph-reader.js';
import { copyOf } from './plain-reader.js';
import { takeBytes } from './text.js';
import { viewClasses } from './views.js';

/** Something that has begun and is not there yet: a function whose captured values are being read. */
export class Unfinished {
  /** What is to be done with it when it is there. */
  readonly puts: ((value: unknown) => void)[] = [];
}

/** Reads so many keys and values. */
export function readMap(reader: GraphReader, entries: number): Map<unknown, unknown> {
  const { area } = reader;
  area.position += 1;
  reader.assertRoom(entries);
  const result = reader.add(new Map<unknown, unknown>());
  let awaited: Awaiting | undefined;
  for (let index = 0; index < entries; index++) {
    const key = reader.read();
    const value = reader.read();
    result.set(key, value);
    if (key instanceof Unfinished || value instanceof Unfinished) {
      awaited ??= new Awaiting((replaced) => {
        const all = [...result];
        result.clear();
        for (const [key, value] of all) {
          result.set(replaced(key), replaced(value));
        }
      });
      awaited.add(key);
      awaited.add(value);
    }
  }
  return result;
}

/** Reads so many entries. */
export function readSet(reader: GraphReader, entries: number): Set<unknown> {
  const { area } = reader;
  area.position += 1;
  reader.assertRoom(entries);
  const result = reader.add(new Set<unknown>());
  let awaited: Awaiting | undefined;
  for (let index = 0; index < entries; index++) {
    const value = reader.read();
    result.add(value);
    if (value instanceof Unfinished) {
      awaited ??= new Awaiting((replaced) => {
        const all = [...result];
        result.clear();
        for (const value of all) {
          result.add(replaced(value));
        }
      });
      awaited.add(value);
    }
  }
  return result;
}

/** What a Map or a Set has that is unfinished, and stands in it until it is there: all is put anew then, in its order. */
class Awaiting {
  readonly #met = new Set<Unfinished>();
  readonly #putAnew: (replaced: (member: unknown) => unknown) => void;

  constructor(putAnew: (replaced: (member: unknown) => unknown) => void) {
    this.#putAnew = putAnew;
  }

  add(member: unknown): void {
    if (member instanceof Unfinished && !this.#met.has(member)) {
      this.#met.add(member);
      member.puts.push((made) => this.#putAnew((other) => (other === member ? made : other)));
    }
  }
}

/** Reads an ArrayBuffer of so many bytes. */
export function readMemory(reader: GraphReader, length: number): ArrayBuffer {
  const { area } = reader;
  const most = area.f64[area.position + 1] as number;
  const bytes = copyOf(takeBytes(area, 2, length));
  if (most < 0) {
    return reader.add(bytes.buffer as ArrayBuffer);
  }
  if (!(most >= length && most <= area.limits.bytes)) {
    throw new DecodeError(`an ArrayBuffer of ${length} bytes cannot have ${most}`);
  }
  const Resizable = ArrayBuffer as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;
  const memory = new Resizable(length, { maxByteLength: most });
  new Uint8Array(memory).set(bytes);
  return reader.add(memory);
}

/** Reads a view of a class of that number. */
export function readView(reader: GraphReader, kind: number): ArrayBufferView {
  return readViewOver(reader, kind, viewClasses[kind] && makeView, types.isArrayBuffer);
}

type MakeView = (kind: number, memory: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/** Makes a view of that kind. A length of less than 0 is that of the memory, however it changes. */
export const makeView: MakeView = (kind, memory, offset, length) => {
  const constructor = viewClasses[kind] as (typeof viewClasses)[number];
  return length < 0 ? new constructor(memory, offset) : new constructor(memory, offset, length);
};

/** Reads a view over what `isMemory` takes for memory. There is no such kind where nothing makes it. */
export function readViewOver(
  reader: GraphReader,
  kind: number,
  make: MakeView | undefined,
  isMemory: (value: unknown) => boolean,
): ArrayBufferView {
  const { area } = reader;
  const { f64, position } = area;
  area.position = position + 3;
  if (make === undefined) {
    throw new DecodeError(`no class of views has the number ${kind}`);
  }
  const number = reader.begin();
  const memory = reader.readWhole();
  if (!isMemory(memory)) {
    throw new DecodeError('a view of something that is no memory');
  }
  const [offset, length] = [f64[position + 1] as number, f64[position + 2] as number];
  return reader.end(number, make(kind, memory as ArrayBuffer, offset, length));
}
