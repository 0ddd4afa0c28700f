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
