/**
 * What a Future has beside its methods.
 *
 * @module
 */

import type { Future } from './future.js';
import { isFuture, stateOf } from './future-parts.js';
import { nameOfState } from './future-state.js';
import { handling } from './promise-parts.js';
import { look } from './watchers.js';

/**
 * Whoever awaits it, or gives it to Promise.all, takes it as the Promise that it is, and what `then` gives is a plain
 * one. With another constructor than Promise, an await would make two more promises, and take three more turns. It is
 * asked for at each of these occasions, by which it is known that somebody looks.
 */
export const constructorIsPromise: PropertyDescriptor = {
  configurable: true,
  get(this: unknown): PromiseConstructor {
    if (!handling && isFuture(this)) {
      look(this);
    }
    return Promise;
  },
};

const statics = ['all', 'allSettled', 'any', 'race', 'reject', 'resolve', 'try', 'withResolvers'] as const;

/** What Promise has makes plain Promises, by Promise: the constructor of Future takes no function. */
export function completeClass(constructor: object): void {
  for (const name of statics) {
    const method: unknown = Reflect.get(Promise, name);
    if (typeof method === 'function') {
      Object.defineProperty(constructor, name, { configurable: true, value: method.bind(Promise), writable: true });
    }
  }
}

/** Gives the prototype of Futures the rest. */
export function completePrototype(prototype: object): void {
  Object.defineProperty(prototype, 'constructor', constructorIsPromise);

  /** What `console.log` shows. */
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value: function inspect(this: Future<unknown>): string {
      return `Future <${nameOfState(stateOf(this))}>`;
    },
  });
}
