/**
 * A dict that threads share.
 *
 * @module
 */

import { KeyError } from '../errors.js';
import { addSyncClass, area, attachIfGrown, create, DICT, native, Opened } from '../waiting/objects.js';
import { DictEntry } from './dict-entry.js';
import {
  checkFunction,
  checkUpdated,
  DONE,
  type Key,
  MISSING,
  readTaken,
  readValue,
  SharedObject,
  writeKey,
  writeValue,
} from './shared-object.js';

/**
 * Values by keys, which all threads that have the dict read and write. It is to threads here what a dict is to Python's.
 *
 * Keys are strings, numbers, bigints, booleans and null, and keep the order in which they came. Values are copied in and
 * out. Each call is done whole, or not at all; what is read by one and written by the next can be lost between the two: use
 * `update`. Whoever goes through it goes through what was there at the beginning.
 *
 * @see https://docs.python.org/3/library/stdtypes.html#dict
 * @example
 * ```ts
 * const stock = new Dict<string, number>([['apples', 3]]);
 * stock.update('apples', (count = 0) => count - 1);
 * stock.set('pears', 5);
 * console.log([...stock]);
 * ```
 */
export class Dict<K extends Key = Key, V = unknown> extends SharedObject implements Iterable<[K, V]> {
  /**
   * A dict of these keys and values.
   *
   * @throws TypeError for what can be no key; TaskError when a value cannot travel.
   */
  constructor(entries?: Iterable<readonly [K, V]>) {
    if ((entries as unknown) instanceof Opened) {
      super(entries as unknown as Opened);
      return;
    }
    super(create(DICT, 0, 0, 'Dict', undefined));
    for (const [key, value] of entries ?? []) {
      this.set(key, value);
    }
  }

  /** How many keys it has. */
  get size(): number {
    return native.dictSize(this.handle);
  }

  /** Whether it has the key. */
  has(key: K): boolean {
    return native.dictHas(this.handle, writeKey(key)) === 1;
  }

  /** The value of a key, or `otherwise` where there is none. */
  get(key: K): V | undefined;
  get<D>(key: K, otherwise: D): V | D;
  get(key: K, otherwise?: unknown): unknown {
    const { has, value } = this.#find(key);
    return has ? value : otherwise;
  }

  #find(key: K): { has: boolean; value: V | undefined } {
    const words = native.dictGet(this.handle, writeKey(key));
    if (words === MISSING) {
      return { has: false, value: undefined };
    }
    return { has: true, value: readValue(() => native.dictGet(this.handle, writeKey(key))) as V };
  }

  /**
   * Gives a key a value.
   *
   * @throws TypeError for what can be no key; TaskError when the value cannot travel; DeadlockError within an update of it.
   */
  set(key: K, value: V): void {
    this.change((holder) => this.#write(key, value, holder));
  }

  #write(key: K, value: V, holder: 0 | 1): number {
    const [keyWords, words] = writeBoth(key, value);
    return native.dictSet(this.handle, keyWords, words, holder);
  }

  /** Gives a key a value if it has none, and gives the one that it has then. Python: `setdefault`. */
  setdefault(key: K, value: V): V {
    const code = this.change((holder) => {
      const [keyWords, words] = writeBoth(key, value);
      return native.dictSetDefault(this.handle, keyWords, words, holder);
    });
    return code === DONE ? value : (readTaken(code) as V);
  }

  /** Takes a key out. Says whether it was there. */
  delete(key: K): boolean {
    return this.change((holder) => native.dictRemove(this.handle, writeKey(key), holder)) !== MISSING;
  }

  /**
   * Takes a key out, and gives its value; `otherwise` where there is none.
   *
   * @throws KeyError where there is none, and no `otherwise`; DeadlockError within an update of it.
   */
  pop(key: K): V;
  pop<D>(key: K, otherwise: D): V | D;
  pop(key: K, ...otherwise: unknown[]): unknown {
    const words = this.change((holder) => native.dictRemove(this.handle, writeKey(key), holder));
    if (words !== MISSING) {
      return readTaken(words);
    }
    if (otherwise.length === 0) {
      throw new KeyError(`key: expected one that the dict has; got ${String(key)}`);
    }
    return otherwise[0];
  }

  /**
   * Takes the key out that came last, and gives it with its value. Python: `popitem`.
   *
   * @throws KeyError when the dict is empty; DeadlockError within an update of it.
   */
  popitem(): [K, V] {
    const words = this.change((holder) => native.dictRemoveLast(this.handle, holder));
    if (words === MISSING) {
      throw new KeyError('popitem(): the dict is empty');
    }
    return DictEntry.read(words, native.takenOut) as [K, V];
  }

  /** Takes all keys out. */
  clear(): void {
    this.change((holder) => native.dictClear(this.handle, holder));
  }

  /**
   * Gives a key what `fn` makes of its value, which is undefined where there is none, and gives that. Nobody else writes to
   * the dict meanwhile. If `fn` throws, or its thread dies, nothing has changed.
   *
   * @throws whatever `fn` throws; DeadlockError within another update of the dict; TypeError when `fn` is asynchronous.
   */
  update(key: K, fn: (value: V | undefined) => V): V {
    checkFunction(fn);
    return this.updating(() => {
      const updated = fn(this.#find(key).value);
      checkUpdated(updated);
      this.#write(key, updated, 1);
      return updated;
    });
  }

  /** All keys and values as they are at this moment. */
  entries(): [K, V][] {
    const entries: [K, V][] = [];
    const length = native.snapshot(this.handle);
    try {
      while (entries.length < length) {
        entries.push(DictEntry.read(native.nextOf(), native.nextOf) as [K, V]);
      }
    } finally {
      native.endSnapshot();
    }
    return entries;
  }

  /** The same: Python's name. */
  items(): [K, V][] {
    return this.entries();
  }

  /** All keys as they are at this moment. */
  keys(): K[] {
    return this.entries().map(([key]) => key);
  }

  /** All values as they are at this moment. */
  values(): V[] {
    return this.entries().map(([, value]) => value);
  }

  /** Goes through the keys and values that are there at the beginning. */
  [Symbol.iterator](): ArrayIterator<[K, V]> {
    return this.entries().values();
  }
}

/** The key, and the value behind it. */
function writeBoth(key: unknown, value: unknown): [key: number, words: number] {
  const keyWords = writeKey(key);
  area.position = keyWords;
  const words = writeValue(value);
  attachIfGrown();
  return [keyWords, words];
}

addSyncClass('Dict', Dict);
