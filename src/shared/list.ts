/**
 * A list that threads share.
 *
 * @module
 */

import { IndexError, ValueError, wrongType } from '../errors.js';
import { addSyncClass, create, LIST, native, Opened } from '../waiting/objects.js';
import {
  checkFunction,
  checkUpdated,
  MISSING,
  readTaken,
  readValue,
  SharedObject,
  writeOnly,
} from './shared-object.js';

/**
 * A list that all threads which have it read and write. It is to threads here what a list is to Python's.
 *
 * Values are copied in and out. Each call is done whole, or not at all; what is read by one and written by the next can be
 * lost between the two: use `update`. Whoever goes through it goes through what was there at the beginning.
 *
 * @see https://docs.python.org/3/library/stdtypes.html#lists
 * @example
 * ```ts
 * const list = new List([1, 2]);
 * list.append(3);
 * list.update(0, (value) => value + 10);
 * console.log([...list]);
 * ```
 */
export class List<T = unknown> extends SharedObject implements Iterable<T> {
  /**
   * A list of these values.
   *
   * @throws TypeError when `values` is not iterable; TaskError when one of them cannot travel.
   */
  constructor(values?: Iterable<T>) {
    if ((values as unknown) instanceof Opened) {
      super(values as unknown as Opened);
      return;
    }
    super(create(LIST, 0, 0, 'List', undefined));
    if (values !== undefined) {
      this.extend(values);
    }
  }

  /** How many values it has. */
  get length(): number {
    return native.listSize(this.handle);
  }

  /** The value at a place, undefined where there is none. Less than 0 counts from the end. */
  at(index: number): T | undefined {
    checkIndex(index);
    const words = native.listGet(this.handle, index);
    return words === MISSING ? undefined : (readValue(() => native.listGet(this.handle, index)) as T);
  }

  /**
   * Puts another value at a place.
   *
   * @throws IndexError where there is none; DeadlockError within an update of it.
   */
  set(index: number, value: T): void {
    checkIndex(index);
    const write = (holder: 0 | 1) => native.listSet(this.handle, index, writeOnly(value), holder);
    if (this.change(write) === MISSING) {
      throw new IndexError(`index: expected a place in the list; got ${index}`);
    }
  }

  /** Puts a value at the end. */
  append(value: T): void {
    this.insert(Number.MAX_SAFE_INTEGER, value);
  }

  /** Puts values at the end, one after another. */
  extend(values: Iterable<T>): void {
    if (typeof (values as Partial<Iterable<T>> | null | undefined)?.[Symbol.iterator] !== 'function') {
      throw wrongType('values', 'an iterable', values);
    }
    for (const value of values) {
      this.append(value);
    }
  }

  /** Puts a value before a place; at an end where the place is beyond it. Less than 0 counts from the end. */
  insert(index: number, value: T): void {
    checkIndex(index);
    this.change((holder) => native.listInsert(this.handle, index, writeOnly(value), holder));
  }

  /**
   * Takes a value out, the last one if no place is given, and gives it.
   *
   * @throws IndexError where there is none; DeadlockError within an update of it.
   */
  pop(index = -1): T {
    checkIndex(index);
    const words = this.change((holder) => native.listRemove(this.handle, index, holder));
    if (words === MISSING) {
      throw new IndexError(`index: expected a place in the list; got ${index}`);
    }
    return readTaken(words) as T;
  }

  /**
   * Takes the first value out that is equal to this one: written in the same way, as numbers and strings that are equal are.
   *
   * @throws ValueError when there is none; DeadlockError within an update of it.
   */
  remove(value: T): void {
    const write = (holder: 0 | 1) => native.listRemoveValue(this.handle, writeOnly(value), holder);
    if (this.change(write) === MISSING) {
      throw new ValueError('value: expected one that is in the list');
    }
  }

  /** Where the first value is that is equal to this one; -1 if there is none. */
  indexOf(value: T): number {
    const found = native.listFind(this.handle, writeOnly(value));
    return found === MISSING ? -1 : found;
  }

  /** Takes all values out. */
  clear(): void {
    this.change((holder) => native.listClear(this.handle, holder));
  }

  /** Turns the order round. */
  reverse(): void {
    this.change((holder) => native.listReverse(this.handle, holder));
  }

  /**
   * Puts what `fn` makes of the value at a place there, and gives it. Nobody else writes to the list meanwhile. If `fn`
   * throws, or its thread dies, nothing has changed.
   *
   * @throws whatever `fn` throws; IndexError where there is no value; DeadlockError within another update of the list;
   * TypeError when `fn` is asynchronous.
   */
  update(index: number, fn: (value: T) => T): T {
    checkIndex(index);
    checkFunction(fn);
    return this.updating(() => {
      if (native.listGet(this.handle, index) === MISSING) {
        throw new IndexError(`index: expected a place in the list; got ${index}`);
      }
      const updated = fn(readValue(() => native.listGet(this.handle, index)) as T);
      checkUpdated(updated);
      native.listSet(this.handle, index, writeOnly(updated), 1);
      return updated;
    });
  }

  /** All values as they are at this moment. */
  toArray(): T[] {
    const values: T[] = [];
    const length = native.snapshot(this.handle);
    try {
      while (values.length < length) {
        values.push(readValue(native.nextOf) as T);
      }
    } finally {
      native.endSnapshot();
    }
    return values;
  }

  /** Goes through the values that are there at the beginning. */
  [Symbol.iterator](): ArrayIterator<T> {
    return this.toArray().values();
  }
}

function checkIndex(index: unknown): void {
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    throw wrongType('index', 'a whole number', index);
  }
}

addSyncClass('List', List);
