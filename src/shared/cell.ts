/**
 * A value that threads share.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import { addSyncClass, area, CELL, create, native, Opened } from '../waiting/objects.js';
import { checkFunction, checkUpdated, DONE, MISSING, readValue, SharedObject, writeOnly } from './shared-object.js';

/**
 * One value, which all threads that have the cell read and write. It is to threads here what a variable is to Python's.
 *
 * The value is copied in and out: to change a part of it, set a new one. What is read and then written can be lost between
 * the two, as in Python: `update` and `add` cannot.
 *
 * @example
 * ```ts
 * const counter = new Cell(0);
 * counter.add(1);
 * counter.update((count) => count * 2);
 * console.log(counter.value);
 * ```
 */
export class Cell<T = unknown> extends SharedObject {
  /**
   * A cell with that value.
   *
   * @throws TaskError when the value cannot travel; TypeError for a Promise.
   */
  constructor(value: T) {
    if ((value as unknown) instanceof Opened) {
      super(value as unknown as Opened);
      return;
    }
    super(create(CELL, 0, 0, 'Cell', undefined));
    this.set(value);
  }

  /** What it holds: a copy. */
  get value(): T {
    return this.get();
  }

  set value(value: T) {
    this.set(value);
  }

  /** The same as `value`. */
  get(): T {
    return readValue(() => native.cellGet(this.handle)) as T;
  }

  /**
   * Puts another value there.
   *
   * @throws TaskError when it cannot travel; TypeError for a Promise; DeadlockError within an update of it.
   */
  set(value: T): void {
    this.change((holder) => this.#write(value, holder));
  }

  #write(value: T, holder: 0 | 1): number {
    return typeof value === 'number'
      ? native.cellSetNumber(this.handle, value, holder)
      : native.cellSet(this.handle, writeOnly(value), holder);
  }

  /**
   * Puts what `fn` makes of the value in its place, and gives it. Nobody else writes meanwhile; who reads finds the value
   * that was there. If `fn` throws, or its thread dies, nothing has changed.
   *
   * @throws whatever `fn` throws; DeadlockError within another update of it; TypeError when `fn` is asynchronous.
   */
  update(fn: (value: T) => T): T {
    checkFunction(fn);
    return this.updating(() => {
      const updated = fn(this.get());
      checkUpdated(updated);
      this.#write(updated, 1);
      return updated;
    });
  }

  /**
   * Adds to a number, and gives the sum.
   *
   * @throws TypeError when the cell holds no number, or `number` is none; DeadlockError within an update of it.
   */
  add(this: Cell<number>, number: number): number {
    if (typeof number !== 'number') {
      throw wrongType('number', 'a number', number);
    }
    const code = this.change((holder) => native.cellAdd(this.handle, number, holder));
    if (code === MISSING) {
      throw wrongType('value', 'a number in the cell', this.get());
    }
    return code === DONE ? 0 : (area.f64[0] as number);
  }
}

addSyncClass('Cell', Cell);
