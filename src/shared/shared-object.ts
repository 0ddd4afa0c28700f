/**
 * What all that threads share has in common: values are written as words, and read again.
 *
 * @module
 */

import { encodeNumber } from '../codec/plain-writer.js';
import { DeadlockError, RuntimeError, wrongType } from '../errors.js';
import { isThenable } from '../thenable.js';
import { readItem } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { MORE_WORDS, NOTHING } from '../waiting/codes.js';
import { area, assertAreaIsFree, attachIfGrown, growTo, native, SyncObject, writeNamed } from '../waiting/objects.js';

/** As the native side says it: `crate/binding/src/shared.rs`. */
export const DONE = 0;
const BUSY = -6;
const WITHIN = -7;
export const MISSING = -8;
export const NUMBER = -9;

/** What can be a key. */
export type Key = string | number | bigint | boolean | null;

const theKey = { of: (): string => 'the key', code: 'ERR_TASK_ARGUMENT' };
const theValue = { of: (): string => 'the value', code: 'ERR_TASK_ARGUMENT' };

/** Writes a value at the area's position, and says how many words it has. */
export function writeValue(value: unknown, name = 'value'): number {
  const { position } = area;
  if (typeof value === 'number') {
    assertAreaIsFree();
    encodeNumber(area, value);
  } else {
    if (isThenable(value)) {
      throw wrongType(name, 'a value that is there: await it first', value);
    }
    writeNamed(area, value, name === 'key' ? theKey : theValue);
  }
  return area.position - position;
}

/** Writes a value, alone. */
export function writeOnly(value: unknown, name?: string): number {
  area.position = 0;
  const words = writeValue(value, name);
  attachIfGrown();
  return words;
}

/** Writes a key, which stands in the area alone. Equal keys have equal words. */
export function writeKey(key: unknown): number {
  if (
    typeof key === 'object' ? key !== null : typeof key === 'function' || typeof key === 'symbol' || key === undefined
  ) {
    throw wrongType('key', 'a string, a number, a bigint, a boolean or null', key);
  }
  area.position = 0;
  // There is one zero.
  writeValue(key === 0 ? 0 : key, 'key');
  attachIfGrown();
  return area.position;
}

/** What `read` has put into the area: asked again where that was too small. */
export function readValue(read: () => number): unknown {
  let words = read();
  if (words < MORE_WORDS) {
    growTo(-words);
    words = read();
  }
  if (words === NUMBER) {
    return area.f64[0];
  }
  return readItem(words);
}

/** The same for what was taken out. */
export function readTaken(words: number): unknown {
  if (words < MORE_WORDS) {
    growTo(-words);
    return readItem(native.takenOut());
  }
  return readItem(words);
}

/** Something that threads share. Everything is done at once; who writes waits for an `update` of another thread. */
export abstract class SharedObject extends SyncObject {
  /**
   * Writes: `write` is given 1 as the holder of the lock.
   *
   * @throws DeadlockError within an update of it by this thread.
   */
  protected change(write: (holder: 0 | 1) => number): number {
    const code = write(0);
    if (code === BUSY) {
      return this.#changeLater(write);
    }
    if (code === WITHIN) {
      throw new DeadlockError('it is written within an update of it: give the new value as the result');
    }
    return code;
  }

  #changeLater(write: (holder: 0 | 1) => number): number {
    this.#waitForLock();
    try {
      return write(1);
    } finally {
      native.endUpdate(this.handle);
    }
  }

  #waitForLock(): void {
    if (blockFor(this.handle, 0, Number.POSITIVE_INFINITY) !== NOTHING) {
      throw new RuntimeError('the program ends while it waits');
    }
  }

  /** Runs `body` while nobody else writes. */
  protected updating<Result>(body: () => Result): Result {
    const code = native.beginUpdate(this.handle);
    if (code === WITHIN) {
      throw new DeadlockError('an update begins within an update of the same object');
    }
    if (code === BUSY) {
      this.#waitForLock();
    }
    try {
      return body();
    } finally {
      native.endUpdate(this.handle);
    }
  }
}

/** What an update's function gives. */
export function checkUpdated(updated: unknown): void {
  if (isThenable(updated)) {
    throw wrongType('fn', 'a function that is not asynchronous', updated);
  }
}

/** @throws TypeError */
export function checkFunction(fn: unknown): void {
  if (typeof fn !== 'function') {
    throw wrongType('fn', 'a function', fn);
  }
}
