/**
 * Any values to words: functions, instances of classes, handles, and all that structuredClone copies.
 *
 * The objects of a message are numbered in the order in which they begin, so that one that is reached again is a
 * reference to that number.
 *
 * @module
 */

import { types } from 'node:util';
import { type Area, wordsOf } from './area.js';
import { aside } from './busy.js';
import type { Carrier, Takes } from './carried.js';
import { hasHoles, hasMoreThanElements } from './elements.js';
import { writeCarried, writeCarriedView, writePlace } from './graph-carried.js';
import { writeError } from './graph-errors.js';
import { Memories, writeMemory, writeView } from './graph-memory.js';
import { writeSpecial } from './graph-specials.js';
import { describeFunction, instanceClass, symbolsOf } from './instances.js';
import { encodeKey } from './keys.js';
import { reduce } from './pair.js';
import { begin, encodeHandle, encodeValue } from './plain-writer.js';
import { exactKindOf, isPlainArray, kindOfExtended } from './sendable.js';
import { encodeSymbol } from './symbols.js';
import * as tag from './tags.js';
import { type AnyFunction, functionTravellers } from './travellers.js';
import { asUnsendable, inMember, inside, memberName, Unsendable, unsendableFor } from './unsendable.js';

type Fields = Record<string, unknown>;

const objectPrototype = Object.prototype;

/** Writes one message: `begin`, then each value, then `end`, and again as long as `end` says so. */
export class GraphWriter {
  /** Where it writes. */
  readonly area: Area;
  readonly #start: number;
  #numbers = new Map<object, number>();
  /** The same objects by number. */
  #objects: object[] = [];
  /** Functions, and objects whose class is being written: they exist at the other end only when that is read. */
  readonly #open = new Set<object>();
  /** Objects that are made again of what is being written. */
  readonly #reduced = new Set<object>();
  #functions = new Set<number>();
  readonly #memories = new Memories();
  readonly #takes: Takes | undefined;
  readonly #transfers: Carrier | undefined;

  /** Writes at the area's position. `takes` gives who takes what goes beside the message, `transfers` transfers some. */
  constructor(area: Area, takes?: Takes, transfers?: Carrier) {
    this.area = area;
    this.#takes = takes;
    this.#transfers = transfers;
    this.#start = area.position;
  }

  /** Begins the message, or begins it again. */
  begin(): void {
    this.area.position = this.#start;
    this.area.allow(this.area.limits);
    this.#numbers = new Map();
    this.#objects = [];
    this.#functions = new Set();
    this.#memories.begin();
    begin(this.area, tag.GRAPH, 0);
  }

  /** Ends the message, with the table of its functions. False when it is to be written again. */
  end(): boolean {
    const area = this.area;
    area.i32[(this.#start << 1) + 1] = area.position - this.#start - 1;
    const ids = [...this.#functions];
    area.reserve(1 + ids.length);
    area.i32[area.position << 1] = ids.length;
    area.i32.set(ids, (area.position + 1) << 1);
    area.position += 1 + wordsOf(ids.length << 2);
    return this.#memories.end();
  }

  /**
   * Writes a value.
   *
   * @throws Unsendable
   */
  write(value: unknown): void {
    const { area } = this;
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
      area.count -= 1;
      encodeValue(area, value);
      return;
    }
    if (this.#metAgain(value)) {
      return;
    }
    area.nest(1);
    if (typeof value === 'function') {
      this.#writeFunction(value as AnyFunction);
    } else {
      this.#writeObject(value);
    }
    area.depth += 1;
  }

  /** Writes an object that is met for the first time, in a way of its own. */
  nested(value: object, write: () => void): void {
    this.area.nest(1);
    this.#number(value);
    write();
    this.area.depth += 1;
  }

  /** Whether the object has a number. */
  has(value: object): boolean {
    return this.#numbers.has(value);
  }

  /** Writes the class of an object that has its number; null where it has none, or one that cannot travel. */
  writeClass(value: object, constructor: AnyFunction | undefined): void {
    this.#open.add(value);
    if (constructor === undefined || this.attempt(() => this.#writeWhole(constructor)) !== undefined) {
      begin(this.area, tag.NULL, 0);
    }
    this.#open.delete(value);
  }

  /** What `write` threw, if it did: nothing is written then. */
  attempt(write: () => void): { error: unknown } | undefined {
    const { area } = this;
    const { position, depth, count } = area;
    const objects = this.#objects.length;
    const functions = this.#functions.size;
    try {
      write();
      return undefined;
    } catch (error) {
      area.position = position;
      area.depth = depth;
      area.count = count;
      for (const object of this.#objects.splice(objects)) {
        this.#numbers.delete(object);
      }
      for (const id of [...this.#functions].slice(functions)) {
        this.#functions.delete(id);
      }
      return { error: asUnsendable(error) };
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
    this.area.count -= 1;
    begin(this.area, tag.REFERENCE, number);
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
    const area = this.area;
    this.#functions.add(id);
    area.reserve(3);
    begin(area, tag.FUNCTION, id);
    area.i32[area.position << 1] = captures;
    area.i32[(area.position << 1) + 1] = early;
    area.f64[area.position + 1] = identity;
    area.position += 2;
  }

  #writeObject(value: object): void {
    const place = this.#transfers?.transferred(value);
    if (place !== undefined) {
      this.#number(value);
      writePlace(this.area, place);
      return;
    }
    const everywhere = aside(() => functionTravellers()?.describeObject(value));
    if (everywhere !== undefined) {
      this.#number(value);
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
        encodeHandle(this.area, value);
        return;
      case 'instance':
        this.#writeInstance(value);
        return;
      case 'carried':
        this.#number(value);
        writeCarried(this, value, this.#takes);
        return;
      default:
        this.#writeSpecial(value);
    }
  }

  #writeView(value: ArrayBufferView): void {
    this.#number(value);
    if (this.#transfers?.transferred(value.buffer) === undefined) {
      writeView(this, this.#memories, value);
    } else {
      writeCarriedView(this, value);
    }
  }

  #writeArray(value: readonly unknown[]): void {
    const area = this.area;
    this.#number(value);
    if (hasMoreThanElements(value) || hasHoles(value)) {
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
    begin(this.area, tag.OBJECT, keys.length);
    this.#writeMembers(value, keys);
  }

  #writeMembers(value: Fields, keys: readonly string[]): void {
    let path = '';
    try {
      for (const key of keys) {
        path = key;
        const member = value[key];
        encodeKey(this.area, key);
        this.write(member);
      }
    } catch (error) {
      throw inside(error, Array.isArray(value) && /^\d+$/.test(path) ? `[${path}]` : memberName(path));
    }
  }

  #writeSymbolMembers(value: object, symbols: readonly symbol[]): void {
    for (const symbol of symbols) {
      encodeSymbol(this.area, symbol);
      inMember(`[${String(symbol)}]`, () => this.write((value as Record<symbol, unknown>)[symbol]));
    }
  }

  #writeInstance(value: object): void {
    const { constructor, rebuilt } = instanceClass(value);
    this.#number(value);
    this.#open.add(value);
    try {
      if (rebuilt) {
        begin(this.area, tag.REBUILT, 0);
        this.#writeWhole(constructor);
        this.#reduced.add(value);
        this.#writeState(value as { [reduce](): unknown });
      } else {
        const keys = Object.keys(value);
        const symbols = symbolsOf(value);
        begin(this.area, tag.INSTANCE, keys.length + symbols.length);
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

  /** What the engine has beside plain objects, arrays and views. */
  #writeSpecial(value: object): void {
    this.#number(value);
    if (types.isNativeError(value) || value instanceof DOMException) {
      writeError(this, value);
    } else if (types.isArrayBuffer(value)) {
      writeMemory(this.area, this.#memories, value);
    } else {
      writeSpecial(this.area, value, this.#writeMember);
    }
  }

  readonly #writeMember = (value: unknown): void => this.write(value);
}
