/**
 * First in, first out.
 *
 * @module
 */

/** A queue from which taking costs the same however long it is, which an array's `shift()` does not. */
export class Fifo<T> implements Iterable<T> {
  #items: T[] = [];
  #first = 0;

  /** Puts one at the end. */
  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the first one; undefined when there is none. */
  shift(): T | undefined {
    if (this.#first === this.#items.length) {
      return undefined;
    }
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined as T;
    this.#first += 1;
    if (this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** Forgets all. */
  clear(): void {
    this.#items = [];
    this.#first = 0;
  }

  /** Takes all. */
  takeAll(): T[] {
    const items = this.#items.slice(this.#first);
    this.clear();
    return items;
  }

  /** Those that are in it, the first one first. */
  [Symbol.iterator](): Iterator<T> {
    return this.#items.slice(this.#first)[Symbol.iterator]();
  }
}
