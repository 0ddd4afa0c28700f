/**
 * How a class says what its instances are made of.
 *
 * @module
 */

/**
 * The name of the method by which an object says what it is made of, for another thread: see `rebuild`.
 *
 * @see https://docs.python.org/3/library/pickle.html#object.__reduce__
 */
export const reduce: unique symbol = Symbol.for('nogil.reduce');

/**
 * The name of the static method that makes an object again, in another thread, of what its `[reduce]()` gave.
 *
 * An instance of a class travels by its own enumerable properties, and no constructor is called. A class with private
 * fields or with fields by symbols of its own (not of `Symbol.for`), and one that extends a Map, an Array or anything
 * else with a state of its own, needs this pair. What `[reduce]()` gives may be anything that travels, other instances
 * among it, but not the object itself. It is a copy in the other thread.
 *
 * # Differences from Python
 * `object.__reduce__` gives a callable and its arguments; here the class is the callable, and the state is one value.
 *
 * @see https://docs.python.org/3/library/pickle.html#object.__reduce__
 * @example
 * ```ts
 * import { rebuild, reduce } from 'nogil';
 *
 * class Counter {
 *   #count = 0;
 *   add() {
 *     this.#count += 1;
 *   }
 *   [reduce]() {
 *     return this.#count;
 *   }
 *   static [rebuild](count: number) {
 *     const counter = new Counter();
 *     counter.#count = count;
 *     return counter;
 *   }
 * }
 * ```
 */
export const rebuild: unique symbol = Symbol.for('nogil.rebuild');
