/**
 * Any values to words: functions, instances of classes, handles, and all that V8's serializer copies.
 *
 * The objects of a message are numbered in the order in which they begin, so that one that is reached again is a
 * reference to that number.
 *
 * @module
 */

import { types } from 'node:util';
import { type Area, wordsOf } from './area.js';
import { aside } from './busy.js';
import { asText, nearestClass, otherProperties, readProperty } from './error-classes.js';
import { writeSpecial } from './graph-specials.js';
import { describeFunction, errorClass, instanceClass, symbolsOf } from './instances.js';
import { encodeKey } from './keys.js';
import { reduce } from './pair.js';
import { begin, encodeHandle, encodeValue, encodeView, hasMoreThanElements } from './plain-writer.js';
import { exactKindOf, isPlainArray, kindOfExtended } from './sendable.js';
import { encodeString } from './strings.js';
import { encodeSymbol } from './symbols.js';
import * as tag from './tags.js';
import { type AnyFunction, functionTravellers } from './travellers.js';
import { inMember, inside, Unsendable, unsendableFor } from './unsendable.js';
import { lengthOf, viewClassOf } from './views.js';

type Fields = Record<string, unknown>;

const objectPrototype = Object.prototype;

/** Writes one message: `begin`, then each value, then `end`, and again as long as `end` says so. */
export class GraphWriter {
  readonly #area: Area;
  readonly #start: number;
  #numbers = new Map<object, number>();
  /** The same objects by number. */
  #objects: object[] = [];
  /** Functions, and objects whose class is being written: they exist at the other end only when that is read. */
  readonly #open = new Set<object>();
  /** Objects that are made again of what is being written. */
  readonly #reduced = new Set<object>();
  #functions = new Set<number>();
  /** Memory of which a part was written, for a view of it that was alone until then. */
  #parted = new Set<ArrayBufferLike>();
  /** Memory that several views of the message see: it is written whole. Known only when all was written once. */
  readonly #shared = new Set<ArrayBufferLike>();
  #sharedBefore = 0;

  /** Writes at the area's position. */
  constructor(area: Area) {
    this.#area = area;
    this.#start = area.position;
  }

  /** Begins the message, or begins it again. */
  begin(): void {
    this.#area.position = this.#start;
    this.#numbers = new Map();
    this.#objects = [];
    this.#functions = new Set();
    this.#parted = new Set();
    this.#sharedBefore = this.#shared.size;
    begin(this.#area, tag.GRAPH, 0);
  }

  /** Ends the message, with the table of its functions. False when it is to be written again. */
  end(): boolean {
    const area = this.#area;
    area.i32[(this.#start << 1) + 1] = area.position - this.#start - 1;
    const ids = [...this.#functions];
    area.reserve(1 + ids.length);
    area.i32[area.position << 1] = ids.length;
    area.i32.set(ids, (area.position + 1) << 1);
    area.position += 1 + wordsOf(ids.length << 2);
    return this.#shared.size === this.#sharedBefore;
  }

  /**
   * Writes a value.
   *
   * @throws Unsendable
   */
  write(value: unknown): void {
    if (typeof value === 'function') {
      if (!this.#metAgain(value)) {
        this.#writeFunction(value as AnyFunction);
      }
    } else if (typeof value === 'object' && value !== null) {
      if (!this.#metAgain(value)) {
        this.#writeObject(value);
      }
    } else {
      encodeValue(this.#area, value);
    }
  }

  /** Writes a reference to an object that has a number. */
  #metAgain(value: object): boolean {
    const number = this.#numbers.get(value);
    if (number === undefined) {
      return false;
    }
    if (this.#reduced.has(value)) {
      throw new Unsendable('refers to itself in what its [reduce]() gives.', { code: 'ERR_TASK_CYCLE' });
    }
    begin(this.#area, tag.REFERENCE, number);
    return true;
  }

  #number(value: object): void {
    this.#numbers.set(value, this.#objects.length);
    this.#objects.push(value);
  }

  /** Writes what must be there before what it is for can be made. */
  #writeWhole(value: unknown): void {
    if (this.#open.has(value as object)) {
      const reason =
        'refers to itself through a value that is needed to make it. Use that value only when it is called.';
      throw new Unsendable(reason, { code: 'ERR_TASK_CYCLE' });
    }
    this.write(value);
  }

  #writeFunction(fn: AnyFunction): void {
    const description = describeFunction(fn);
    const { id, captures, early = captures.length } = description;
    const identity = functionTravellers()?.identityOf(fn) ?? 0;
    this.#number(fn);
    this.#beginFunction(id, captures.length, early, identity);
    this.#open.add(fn);
    let index = 0;
    try {
      for (; index < early; index++) {
        this.#writeWhole(captures[index]);
      }
      if (identity !== 0) {
        // It is there from now on.
        this.#open.delete(fn);
      }
      for (; index < captures.length; index++) {
        this.write(captures[index]);
      }
    } catch (error) {
      if (error instanceof Unsendable && description.refuseCapture !== undefined) {
        throw unsendableFor(description.refuseCapture(index, error));
      }
      throw inside(error, ' (a captured value)');
    } finally {
      this.#open.delete(fn);
    }
  }

  #beginFunction(id: number, captures: number, early: number, identity: number): void {
    const area = this.#area;
    this.#functions.add(id);
    area.reserve(3);
    begin(area, tag.FUNCTION, id);
    area.i32[area.position << 1] = captures;
    area.i32[(area.position << 1) + 1] = early;
    area.f64[area.position + 1] = identity;
    area.position += 2;
  }

  #writeObject(value: object): void {
    const everywhere = aside(() => functionTravellers()?.describeObject(value));
    if (everywhere !== undefined) {
      this.#beginFunction(everywhere.id, 0, 0, 0);
      return;
    }
    if (Array.isArray(value)) {
      if (isPlainArray(value)) {
        this.#writeArray(value);
      } else if (kindOfExtended(value) === 'instance') {
        this.#writeInstance(value);
      }
      return;
    }
    if (Object.getPrototypeOf(value) === objectPrototype) {
      this.#writeProperties(value as Fields);
      return;
    }
    switch (exactKindOf(value)) {
      case 'plain':
        this.#writeProperties(value as Fields);
        return;
      case 'view':
        this.#writeView(value as ArrayBufferView);
        return;
      case 'handle':
        encodeHandle(this.#area, value);
        return;
      case 'instance':
        this.#writeInstance(value);
        return;
      default:
        this.#writeSpecial(value);
    }
  }

  #writeArray(value: readonly unknown[]): void {
    const area = this.#area;
    this.#number(value);
    if (hasMoreThanElements(value)) {
      const keys = Object.keys(value);
      area.reserve(2);
      begin(area, tag.SPARSE_ARRAY, keys.length);
      area.f64[area.position] = value.length;
      area.position += 1;
      this.#writeMembers(value as unknown as Fields, keys);
      return;
    }
    const { length } = value;
    begin(area, tag.ARRAY, length);
    let index = 0;
    try {
      for (; index < length; index++) {
        this.write(value[index]);
      }
    } catch (error) {
      throw inside(error, `[${index}]`);
    }
  }

  #writeProperties(value: Fields): void {
    const keys = Object.keys(value);
    this.#number(value);
    begin(this.#area, tag.OBJECT, keys.length);
    this.#writeMembers(value, keys);
  }

  #writeMembers(value: Fields, keys: readonly string[]): void {
    let path = '';
    try {
      for (const key of keys) {
        path = key;
        const member = value[key];
        encodeKey(this.#area, key);
        this.write(member);
      }
    } catch (error) {
      throw inside(error, Array.isArray(value) && /^\d+$/.test(path) ? `[${path}]` : `.${path}`);
    }
  }

  #writeSymbolMembers(value: object, symbols: readonly symbol[]): void {
    for (const symbol of symbols) {
      encodeSymbol(this.#area, symbol);
      inMember(`[${String(symbol)}]`, () => this.write((value as Record<symbol, unknown>)[symbol]));
    }
  }

  #writeInstance(value: object): void {
    const { constructor, rebuilt } = instanceClass(value);
    this.#number(value);
    this.#open.add(value);
    try {
      if (rebuilt) {
        begin(this.#area, tag.REBUILT, 0);
        this.#writeWhole(constructor);
        this.#reduced.add(value);
        this.#writeState(value as { [reduce](): unknown });
      } else {
        const keys = Object.keys(value);
        const symbols = symbolsOf(value);
        begin(this.#area, tag.INSTANCE, keys.length + symbols.length);
        this.#writeWhole(constructor);
        this.#open.delete(value);
        this.#writeMembers(value as Fields, keys);
        if (symbols.length > 0) {
          this.#writeSymbolMembers(value, symbols);
        }
      }
    } finally {
      this.#open.delete(value);
      if (rebuilt) {
        this.#reduced.delete(value);
      }
    }
  }

  #writeState(value: { [reduce](): unknown }): void {
    const state = value[reduce]();
    try {
      this.write(state);
    } catch (error) {
      throw inside(error, '[reduce]()');
    }
  }

  /** What V8's serializer writes in messages without functions, and errors. */
  #writeSpecial(value: object): void {
    this.#number(value);
    if (types.isNativeError(value)) {
      this.#writeError(value);
    } else if (types.isArrayBuffer(value)) {
      this.#writeMemory(value);
    } else {
      writeSpecial(this.#area, value, this.#writeMember);
    }
  }

  readonly #writeMember = (value: unknown): void => this.write(value);

  /** What cannot travel of an error is left out: its class, or a property. */
  #writeError(value: Error): void {
    const area = this.#area;
    begin(area, tag.ERROR, nearestClass(value));
    const constructor = errorClass(value);
    this.#open.add(value);
    if (constructor === undefined || !this.#attempt(() => this.#writeWhole(constructor))) {
      this.write(null);
    }
    this.#open.delete(value);
    const name = asText(() => value.name);
    const message = asText(() => value.message);
    encodeString(area, name);
    encodeString(area, message);
    encodeString(
      area,
      asText(() => value.stack ?? `${name}: ${message}`),
    );
    area.reserve(1);
    const count = area.position;
    area.position += 1;
    let properties = 0;
    for (const key of otherProperties(value)) {
      const property = readProperty(value, key);
      const isWritten = this.#attempt(() => {
        encodeString(area, key);
        this.write(property);
      });
      properties += isWritten ? 1 : 0;
    }
    area.f64[count] = properties;
  }

  /** Whether `write` could write all of it. If not, nothing is written. */
  #attempt(write: () => void): boolean {
    const { position } = this.#area;
    const count = this.#objects.length;
    try {
      write();
      return true;
    } catch (error) {
      if (!(error instanceof Unsendable)) {
        throw error;
      }
      this.#area.position = position;
      for (const object of this.#objects.splice(count)) {
        this.#numbers.delete(object);
      }
      return false;
    }
  }

  #writeView(value: ArrayBufferView): void {
    this.#number(value);
    const area = this.#area;
    if (Buffer.isBuffer(value)) {
      encodeView(area, value);
      return;
    }
    const { buffer, byteLength } = value;
    const isWhole = byteLength === buffer.byteLength || this.#numbers.has(buffer) || this.#shared.has(buffer);
    area.reserve(3);
    begin(area, tag.VIEW, viewClassOf(value));
    area.f64[area.position] = isWhole ? value.byteOffset : 0;
    area.f64[area.position + 1] = lengthOf(value);
    area.position += 2;
    if (isWhole) {
      this.write(buffer);
      return;
    }
    if (this.#parted.has(buffer)) {
      this.#shared.add(buffer);
    }
    this.#parted.add(buffer);
    const part = new Uint8Array(buffer, value.byteOffset, byteLength);
    // Nobody else refers to it.
    this.#number(part);
    this.#writeBytes(part, -1);
  }

  #writeMemory(value: ArrayBuffer): void {
    if (this.#parted.has(value)) {
      this.#shared.add(value);
    }
    const { resizable, maxByteLength } = value as { resizable?: boolean; maxByteLength?: number };
    this.#writeBytes(new Uint8Array(value), resizable === true ? (maxByteLength as number) : -1);
  }

  #writeBytes(bytes: Uint8Array, most: number): void {
    const area = this.#area;
    area.reserve(2 + wordsOf(bytes.length));
    begin(area, tag.ARRAY_BUFFER, bytes.length);
    area.f64[area.position] = most;
    area.position += 1;
    area.bytes.set(bytes, area.position << 3);
    area.position += wordsOf(bytes.length);
  }
}
