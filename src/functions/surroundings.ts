/**
 * The place of a function, and the variables that it sees, with their values at present.
 *
 * @module
 */

import type { AnyFunction } from './any-function.js';
import { closureOf } from './inspector/closure.js';
import type { Place } from './inspector/place.js';
import { lookUp, lookUpOutermost, type Scope, scopesOf, type Found as Variable } from './inspector/scopes.js';

/** What is known of a variable; `unreadable`: this runtime tells nothing of variables. */
export type Found = Variable | { readonly state: 'unreadable' };

/** The surroundings of one function, which are read when they are first asked for. */
export class Surroundings {
  readonly #fn: AnyFunction;
  #scopes: readonly Scope[] | undefined | null = null;

  constructor(fn: AnyFunction) {
    this.#fn = fn;
  }

  /** Calls `isEnough` with the function's place, if that can be read: unless it is, the variables are read with it. */
  place(isEnough: (place: Place) => boolean): void {
    const closure = closureOf(this.#fn, isEnough);
    // What was not asked for can be read later.
    this.#scopes = closure ? (closure.scopes ?? null) : undefined;
  }

  /** The variable that a name means in the function's code. */
  innermost(name: string): Found {
    const scopes = this.#read();
    return scopes === undefined ? { state: 'unreadable' } : lookUp(scopes, name);
  }

  /** The variable of that name at the top level of the module, whatever hides it from the function. */
  ofModule(name: string): Found {
    const scopes = this.#read();
    return scopes === undefined ? { state: 'unreadable' } : lookUpOutermost(scopes, name);
  }

  #read(): readonly Scope[] | undefined {
    if (this.#scopes === null) {
      this.#scopes = scopesOf(this.#fn);
    }
    return this.#scopes;
  }
}
