/**
 * Words to any values: what `graph-writer.ts` has written.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import { type Area, wordsOf } from './area.js';
import { readMap, readMemory, readSet, readView, Unfinished } from './collections.js';
import { setLength } from './elements.js';
import { defineProperty, makeError } from './error-classes.js';
import { functionsAt } from './function-table.js';
import { Arrivals, readCarriedView } from './graph-carried.js';
import { rebuild } from './pair.js';
import { decodePrimitive, decodeString, decodeValue } from './plain-reader.js';
import { addProperty, defineField, setProperty } from './properties.js';
import * as tag from './tags.js';
import { decodeKey } from './text.js';
import { foreign, functionTravellers, NeedsFunctions } from './travellers.js';

type Fields = Record<string, unknown>;

/** What becomes of functions that are not loaded: they are asked for, or `undefined` stands for them. */
export type Missing = 'load' | 'leave out';

/** Reads so many values from the area's position on. */
export function readGraph(area: Area, values: number, missing: Missing): unknown[] {
  const start = area.position;
  const table = start + 1 + (area.i32[(start << 1) + 1] as number);
  const functions = area.i32[table << 1];
  if (!(table > start && table < area.last && functions !== undefined && functions >= 0)) {
    throw new DecodeError(`a message at word ${start} has no table of functions`);
  }
  const end = table + 1 + wordsOf(functions << 2);
  area.position = start + 1;
  const reader = new GraphReader(area, table, missing);
  const result: unknown[] = [];
  try {
    // They have been counted.
    area.count += values;
    for (let index = 0; index < values; index++) {
      result.push(reader.readWhole());
    }
  } catch (error) {
    if (!(error instanceof NeedsFunctions)) {
      reader.arrivals.forget();
    }
    throw error;
  } finally {
    functionTravellers()?.finish();
  }
  if (area.position > table) {
    throw new DecodeError(`the values of a message at word ${start} do not end before its table`);
  }
  area.position = end;
  reader.arrivals.forget();
  return result;
}

/** Reads one message. */
export class GraphReader {
  readonly area: Area;
  /** Where the ids of all functions of the message stand. */
  readonly #table: number;
  readonly #missing: Missing;
  /** In the order in which they begin. */
  readonly #objects: unknown[] = [];
  /** What has come beside the message. */
  readonly arrivals: Arrivals = new Arrivals();

  constructor(area: Area, table: number, missing: Missing) {
    this.area = area;
    this.#table = table;
    this.#missing = missing;
  }

  /** Reads a value; what is unfinished is only within functions. */
  read(): unknown {
    const area = this.area;
    area.count -= 1;
    const kind = area.i32[area.position << 1] as number;
    if (kind < tag.ARRAY || kind === tag.SYMBOL_FOR || kind === tag.SYMBOL_OF_ENGINE) {
      return decodeValue(area);
    }
    if (kind === tag.REFERENCE) {
      return this.#readReference(area.i32[(area.position << 1) + 1] as number);
    }
    area.unnest(0);
    const value = this.#readObjectOf(kind);
    area.depth += 1;
    return value;
  }

  #readObjectOf(kind: number): unknown {
    const area = this.area;
    const { position } = area;
    const detail = area.i32[(position << 1) + 1] as number;
    switch (kind) {
      case tag.OBJECT:
        return this.#readObject(detail);
      case tag.ARRAY:
        return this.#readArray(detail);
      case tag.FUNCTION:
        return this.#readFunction(detail);
      case tag.INSTANCE:
        return this.#readInstance(detail);
      case tag.REBUILT:
        return this.#readRebuilt();
      case tag.SPARSE_ARRAY:
        return this.#readSparseArray(detail);
      case tag.MAP:
        return readMap(this, detail);
      case tag.SET:
        return readSet(this, detail);
      case tag.DATE:
        area.position = position + 2;
        return this.add(new Date(area.f64[position + 1] as number));
      case tag.REGEXP:
        area.position = position + 1;
        return this.add(new RegExp(decodeString(area), decodeString(area)));
      case tag.ERROR:
        return this.#readError(detail);
      case tag.BOXED:
        area.position = position + 1;
        area.count -= 1;
        return this.add(Object(decodePrimitive(area)) as object);
      case tag.ARRAY_BUFFER:
        return readMemory(this, detail);
      case tag.VIEW:
        return readView(this, detail);
      case tag.CARRIED:
        return this.arrivals.read(this, detail);
      case tag.CARRIED_VIEW:
        return readCarriedView(this, detail);
      case tag.BUFFER:
        return this.add(decodeValue(area));
      case tag.HANDLE:
        return decodeValue(area);
      default:
        throw new DecodeError(`unknown tag ${kind} at word ${position}`);
    }
  }

  #readReference(number: number): unknown {
    if (number < 0 || number >= this.#objects.length) {
      throw new DecodeError(`object ${number} of ${this.#objects.length} is referred to`);
    }
    this.area.position += 1;
    return this.#objects[number];
  }

  /** The next object is there. */
  add<Value>(value: Value): Value {
    this.#objects.push(value);
    return value;
  }

  /** The next object has begun. Gives its number. */
  begin(): number {
    this.#objects.push(new Unfinished());
    return this.#objects.length - 1;
  }

  /** The object of that number is there. */
  end<Value>(number: number, value: Value): Value {
    const { puts } = this.#objects[number] as Unfinished;
    this.#objects[number] = value;
    for (const put of puts) {
      put(value);
    }
    return value;
  }

  /** Reads what must be there to go on. */
  readWhole(): unknown {
    const value = this.read();
    if (value instanceof Unfinished) {
      throw new DecodeError('a function is made of itself');
    }
    return value;
  }

  #readFunction(id: number): unknown {
    const { i32, f64, position } = this.area;
    const count = i32[(position + 1) << 1] as number;
    const early = i32[((position + 1) << 1) + 1] as number;
    const identity = f64[position + 2] as number;
    this.area.position = position + 3;
    this.assertRoom(count);
    // They count when they are claimed: functions within functions may not all claim the rest of the message.
    this.area.count -= count;
    if (this.area.count < 0 || early < 0 || early > count) {
      throw new DecodeError(`a function claims ${count} captured values, and needs ${early} of them`);
    }
    const number = this.begin();
    const captures: unknown[] = new Array(count);
    for (let index = 0; index < early; index++) {
      this.area.count += 1;
      captures[index] = this.readWhole();
    }
    if (identity === 0) {
      let made: unknown;
      const isWhole = this.#readLate(captures, early, () => made);
      made = this.#make(id, captures, 0, isWhole);
      return this.end(number, made);
    }
    // What it captures may refer to it.
    const made = this.end(number, this.#make(id, captures, identity, false));
    this.#readLate(captures, early, () => made);
    foreign(() => functionTravellers()?.complete(made, captures));
    return made;
  }

  #make(id: number, captures: unknown[], identity: number, isWhole: boolean): unknown {
    const made = foreign(() => functionTravellers()?.make(id, captures, identity, isWhole));
    if (made === undefined && this.#missing === 'load') {
      throw new NeedsFunctions(this.functions());
    }
    return made;
  }

  /** Reads captured values that are needed only when a function is called. Whether all of them are there. */
  #readLate(captures: unknown[], early: number, made: () => unknown): boolean {
    let isWhole = true;
    for (let index = early; index < captures.length; index++) {
      this.area.count += 1;
      const value = this.read();
      if (value instanceof Unfinished) {
        isWhole = false;
        value.puts.push((value) => {
          captures[index] = value;
          foreign(() => functionTravellers()?.complete(made(), captures));
        });
      } else {
        captures[index] = value;
      }
    }
    return isWhole;
  }

  /**
   * There is a word at least for each of so many values.
   *
   * @throws DecodeError
   */
  assertRoom(values: number): void {
    const { last, position } = this.area;
    if (values < 0 || values > last - position) {
      throw new DecodeError(`${values} values are claimed at word ${position}, where ${last - position} are left`);
    }
  }

  /** All functions of the message. */
  functions(): number[] {
    return functionsAt(this.area.i32, this.#table);
  }

  #readObject(properties: number): Fields {
    this.area.position += 1;
    return this.#readFields(this.add({}), properties);
  }

  #readFields(object: Fields, properties: number): Fields {
    this.assertRoom(properties);
    for (let index = 0; index < properties; index++) {
      const key = decodeKey(this.area);
      const text = key?.text ?? decodeString(this.area);
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
    this.area.position += 1;
    this.assertRoom(length);
    const result: unknown[] = this.add([]);
    for (let index = 0; index < length; index++) {
      const value = this.read();
      if (value instanceof Unfinished) {
        value.puts.push((made) => {
          result[index] = made;
        });
        result.push(undefined);
      } else {
        result.push(value);
      }
    }
    return result;
  }

  #readSparseArray(properties: number): unknown {
    const area = this.area;
    const length = area.f64[area.position + 1] as number;
    area.position += 2;
    this.assertRoom(properties);
    const result: unknown[] = this.add([]);
    setLength(result, length, properties);
    return this.#readFields(result as unknown as Fields, properties);
  }

  #readInstance(fields: number): unknown {
    this.area.position += 1;
    this.assertRoom(fields);
    const number = this.begin();
    const constructor = this.#readClass();
    const instance = this.end(number, Object.create(prototypeOf(constructor)) as Fields);
    for (let index = 0; index < fields; index++) {
      const key = this.#readName();
      const value = this.read();
      if (value instanceof Unfinished) {
        value.puts.push((made) => defineField(instance, key, made));
        defineField(instance, key, undefined);
      } else {
        defineField(instance, key, value);
      }
    }
    return instance;
  }

  #readName(): string | symbol {
    const name = decodePrimitive(this.area);
    if (typeof name !== 'string' && typeof name !== 'symbol') {
      throw new DecodeError(`a ${typeof name} before word ${this.area.position}, where a name must be`);
    }
    return name;
  }

  #readRebuilt(): unknown {
    this.area.position += 1;
    const number = this.begin();
    const constructor = this.#readClass() as { [rebuild]?(state: unknown): unknown } | undefined;
    const state = this.readWhole();
    if (constructor === undefined) {
      throw new DecodeError('the class of an instance is not there to make it again');
    }
    return this.end(
      number,
      foreign(() => constructor[rebuild]?.(state)),
    );
  }

  /** Undefined when it is to be left out. */
  #readClass(): { prototype: unknown } | undefined {
    const constructor = this.readWhole();
    if (typeof constructor !== 'function' && constructor !== undefined) {
      throw new DecodeError('the class of an instance is no function');
    }
    return constructor;
  }

  #readError(index: number): Error {
    const area = this.area;
    area.position += 1;
    const number = this.begin();
    const own = this.#readErrorClass();
    const [name, message, stack] = [decodeString(area), decodeString(area), decodeString(area)];
    const error = this.end(number, makeError(index, own, name, message, stack));
    const enumerable = area.i32[area.position << 1] as number;
    const hidden = area.i32[(area.position << 1) + 1] as number;
    area.position += 1;
    this.assertRoom(enumerable);
    this.assertRoom(hidden);
    for (let property = 0; property < enumerable + hidden; property++) {
      const key = this.#readName();
      const value = this.read();
      const isEnumerable = property < enumerable;
      if (value instanceof Unfinished) {
        value.puts.push((made) => defineProperty(error, key, made, isEnumerable));
        defineProperty(error, key, undefined, isEnumerable);
      } else {
        defineProperty(error, key, value, isEnumerable);
      }
    }
    return error;
  }

  /** Null where it has none of its own, undefined when it is to be left out. */
  #readErrorClass(): { prototype: unknown } | undefined {
    const { i32, position } = this.area;
    if (i32[position << 1] === tag.NULL) {
      this.area.position += 1;
      return undefined;
    }
    return this.#readClass();
  }
}

function prototypeOf(constructor: { prototype: unknown } | undefined): object {
  const { prototype } = constructor ?? Object;
  if (typeof prototype !== 'object' || prototype === null) {
    throw new DecodeError('the class of an instance has no prototype');
  }
  return prototype;
}
