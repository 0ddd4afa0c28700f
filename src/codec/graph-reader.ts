/**
 * Words to any values: what `graph-writer.ts` has written.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { defineProperty, makeError } from './error-classes.js';
import { functionsAt } from './function-table.js';
import { rebuild } from './pair.js';
import { copyOf, decodeValue } from './plain-reader.js';
import { addProperty, setProperty } from './properties.js';
import * as tag from './tags.js';
import { decodeKey, takeBytes } from './text.js';
import { functionTravellers, NeedsFunctions } from './travellers.js';
import { viewClasses } from './views.js';

type Fields = Record<string, unknown>;

/** What becomes of functions that are not loaded: they are asked for, or `undefined` stands for them. */
export type Missing = 'load' | 'leave out';

/** Something that has begun and is not there yet: a function whose captured values are being read. */
class Unfinished {
  /** What is to be done with it when it is there. */
  readonly puts: ((value: unknown) => void)[] = [];
}

/** Reads so many values from the area's position on. */
export function readGraph(area: Area, values: number, missing: Missing): unknown[] {
  const start = area.position;
  if (area.i32[start << 1] !== tag.GRAPH) {
    throw new DecodeError(`unknown tag ${area.i32[start << 1]} at word ${start}`);
  }
  const table = start + 1 + (area.i32[(start << 1) + 1] as number);
  area.position = start + 1;
  const reader = new GraphReader(area, table, missing);
  const result: unknown[] = [];
  for (let index = 0; index < values; index++) {
    result.push(reader.read());
  }
  area.position = table + 1 + wordsOf((area.i32[table << 1] as number) << 2);
  functionTravellers()?.finish();
  return result;
}

class GraphReader {
  readonly #area: Area;
  /** Where the ids of all functions of the message stand. */
  readonly #table: number;
  readonly #missing: Missing;
  /** In the order in which they begin. */
  readonly #objects: unknown[] = [];

  constructor(area: Area, table: number, missing: Missing) {
    this.#area = area;
    this.#table = table;
    this.#missing = missing;
  }

  /** Reads a value; what is unfinished is only within functions. */
  read(): unknown {
    const area = this.#area;
    const { position } = area;
    const detail = area.i32[(position << 1) + 1] as number;
    switch (area.i32[position << 1]) {
      case tag.OBJECT:
        return this.#readObject(detail);
      case tag.ARRAY:
        return this.#readArray(detail);
      case tag.REFERENCE:
        area.position = position + 1;
        return this.#objects[detail];
      case tag.FUNCTION:
        return this.#readFunction(detail);
      case tag.INSTANCE:
        return this.#readInstance(detail);
      case tag.REBUILT:
        return this.#readRebuilt();
      case tag.SPARSE_ARRAY:
        return this.#readSparseArray(detail);
      case tag.MAP:
        return this.#readMap(detail);
      case tag.SET:
        return this.#readSet(detail);
      case tag.DATE:
        area.position = position + 2;
        return this.#add(new Date(area.f64[position + 1] as number));
      case tag.REGEXP:
        area.position = position + 1;
        return this.#add(new RegExp(decodeValue(area) as string, decodeValue(area) as string));
      case tag.ERROR:
        return this.#readError(detail);
      case tag.BOXED:
        area.position = position + 1;
        return this.#add(Object(decodeValue(area)));
      case tag.ARRAY_BUFFER:
        return this.#readMemory(detail);
      case tag.VIEW:
        return this.#readView(detail);
      case tag.BUFFER:
        return this.#add(decodeValue(area));
      default:
        return decodeValue(area);
    }
  }

  /** The next object is there. */
  #add<Value>(value: Value): Value {
    this.#objects.push(value);
    return value;
  }

  /** The next object has begun. Gives its number. */
  #begin(): number {
    this.#objects.push(new Unfinished());
    return this.#objects.length - 1;
  }

  /** The object of that number is there. */
  #end<Value>(number: number, value: Value): Value {
    const { puts } = this.#objects[number] as Unfinished;
    this.#objects[number] = value;
    for (const put of puts) {
      put(value);
    }
    return value;
  }

  /** Reads a member of an object. For one that is unfinished, `put` is called later; until then it is undefined. */
  #readMember(put: (value: unknown) => void): unknown {
    const value = this.read();
    if (value instanceof Unfinished) {
      value.puts.push(put);
      return undefined;
    }
    return value;
  }

  /** Reads what must be there to go on. */
  #readWhole(): unknown {
    const value = this.read();
    if (value instanceof Unfinished) {
      throw new DecodeError('a function is made of itself');
    }
    return value;
  }

  #readFunction(id: number): unknown {
    const { i32, f64, position } = this.#area;
    const count = i32[(position + 1) << 1] as number;
    const early = i32[((position + 1) << 1) + 1] as number;
    const identity = f64[position + 2] as number;
    this.#area.position = position + 3;
    const number = this.#begin();
    const captures: unknown[] = new Array(count);
    for (let index = 0; index < early; index++) {
      captures[index] = this.#readWhole();
    }
    if (identity === 0) {
      let made: unknown;
      const isWhole = this.#readLate(captures, early, () => made);
      made = this.#make(id, captures, 0, isWhole);
      return this.#end(number, made);
    }
    // What it captures may refer to it.
    const made = this.#end(number, this.#make(id, captures, identity, false));
    this.#readLate(captures, early, () => made);
    functionTravellers()?.complete(made, captures);
    return made;
  }

  #make(id: number, captures: unknown[], identity: number, isWhole: boolean): unknown {
    const made = functionTravellers()?.make(id, captures, identity, isWhole);
    if (made === undefined && this.#missing === 'load') {
      throw new NeedsFunctions(this.#functions());
    }
    return made;
  }

  /** Reads captured values that are needed only when a function is called. Whether all of them are there. */
  #readLate(captures: unknown[], early: number, made: () => unknown): boolean {
    let isWhole = true;
    for (let index = early; index < captures.length; index++) {
      const value = this.read();
      if (value instanceof Unfinished) {
        isWhole = false;
        value.puts.push((value) => {
          captures[index] = value;
          functionTravellers()?.complete(made(), captures);
        });
      } else {
        captures[index] = value;
      }
    }
    return isWhole;
  }

  /** All of the message. */
  #functions(): number[] {
    return functionsAt(this.#area.i32, this.#table);
  }

  #readObject(properties: number): Fields {
    this.#area.position += 1;
    return this.#readFields(this.#add({}), properties);
  }

  #readFields(object: Fields, properties: number): Fields {
    for (let index = 0; index < properties; index++) {
      const key = decodeKey(this.#area);
      const text = key?.text ?? (decodeValue(this.#area) as string);
      const value = this.read();
      if (value instanceof Unfinished) {
        value.puts.push((made) => addProperty(object, text, made));
        addProperty(object, text, undefined);
      } else if (key === undefined) {
        addProperty(object, text, value);
      } else {
        setProperty(object, key, value);
      }
    }
    return object;
  }

  #readArray(length: number): unknown[] {
    this.#area.position += 1;
    const result: unknown[] = this.#add([]);
    for (let index = 0; index < length; index++) {
      result.push(
        this.#readMember((value) => {
          result[index] = value;
        }),
      );
    }
    return result;
  }

  #readSparseArray(properties: number): unknown {
    const area = this.#area;
    const result: unknown[] = this.#add([]);
    result.length = area.f64[area.position + 1] as number;
    area.position += 2;
    return this.#readFields(result as unknown as Fields, properties);
  }

  #readInstance(fields: number): unknown {
    this.#area.position += 1;
    const number = this.#begin();
    const constructor = this.#readClass();
    const instance = this.#end(number, Object.create((constructor ?? Object).prototype as object) as Fields);
    for (let index = 0; index < fields; index++) {
      const key = decodeValue(this.#area) as string | symbol;
      defineField(
        instance,
        key,
        this.#readMember((value) => defineField(instance, key, value)),
      );
    }
    return instance;
  }

  #readRebuilt(): unknown {
    this.#area.position += 1;
    const number = this.#begin();
    const constructor = this.#readClass() as { [rebuild]?(state: unknown): unknown } | undefined;
    const state = this.#readWhole();
    return this.#end(number, constructor?.[rebuild]?.(state));
  }

  #readClass(): { prototype: unknown } | undefined {
    const constructor = this.#readWhole();
    if (typeof constructor !== 'function' && constructor !== undefined) {
      throw new DecodeError('the class of an instance is no function');
    }
    return constructor;
  }

  #readMap(entries: number): Map<unknown, unknown> {
    this.#area.position += 1;
    const result = this.#add(new Map<unknown, unknown>());
    const all: [unknown, unknown][] = [];
    for (let index = 0; index < entries; index++) {
      const entry: [unknown, unknown] = [undefined, undefined];
      for (const place of [0, 1] as const) {
        entry[place] = this.#readMember((made) => {
          entry[place] = made;
          // Anew, in their order.
          result.clear();
          for (const [key, value] of all) {
            result.set(key, value);
          }
        });
      }
      all.push(entry);
      result.set(entry[0], entry[1]);
    }
    return result;
  }

  #readSet(entries: number): Set<unknown> {
    this.#area.position += 1;
    const result = this.#add(new Set<unknown>());
    const all: unknown[] = [];
    for (let index = 0; index < entries; index++) {
      const value = this.#readMember((made) => {
        all[index] = made;
        // Anew, in their order.
        result.clear();
        for (const entry of all) {
          result.add(entry);
        }
      });
      all.push(value);
      result.add(value);
    }
    return result;
  }

  #readError(index: number): Error {
    const area = this.#area;
    area.position += 1;
    const number = this.#begin();
    const own = this.#readWhole();
    const [name, message, stack] = [decodeValue(area), decodeValue(area), decodeValue(area)] as string[];
    const error = this.#end(number, makeError(index, own, name ?? '', message ?? '', stack ?? ''));
    const properties = area.f64[area.position] as number;
    area.position += 1;
    for (let property = 0; property < properties; property++) {
      const key = decodeValue(area) as string;
      defineProperty(
        error,
        key,
        this.#readMember((value) => defineProperty(error, key, value)),
      );
    }
    return error;
  }

  #readMemory(length: number): ArrayBuffer {
    const most = this.#area.f64[this.#area.position + 1] as number;
    const bytes = copyOf(takeBytes(this.#area, 2, length));
    if (most < 0) {
      return this.#add(bytes.buffer as ArrayBuffer);
    }
    const Resizable = ArrayBuffer as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;
    const memory = new Resizable(length, { maxByteLength: most });
    new Uint8Array(memory).set(bytes);
    return this.#add(memory);
  }

  #readView(kind: number): ArrayBufferView {
    const { f64, position } = this.#area;
    this.#area.position = position + 3;
    const constructor = viewClasses[kind];
    if (constructor === undefined) {
      throw new DecodeError(`no class of views has the number ${kind}`);
    }
    const number = this.#begin();
    const memory = this.#readWhole() as ArrayBuffer;
    return this.#end(number, new constructor(memory, f64[position + 1] as number, f64[position + 2] as number));
  }
}

/** Defines a field of an instance: its class may have a setter of that name. */
function defineField(instance: Fields, key: string | symbol, value: unknown): void {
  if (key in instance) {
    Object.defineProperty(instance, key, { configurable: true, enumerable: true, value, writable: true });
  } else {
    instance[key as string] = value;
  }
}
