/**
 * The variables that a function sees, with their values at present.
 *
 * @module
 */

import { lookUp, type Scope, scopesOf } from './inspector/scopes.js';

/** What is known of a variable: `early` has no value yet, `unreadable` is one where the runtime tells nothing. */
export type Found = { is: 'value'; value: unknown } | { is: 'early' } | { is: 'absent' } | { is: 'unreadable' };

/** The variables of one function, which are read when the first is asked for. */
export class Variables {
  // biome-ignore lint/complexity/noBannedTypes: any function has scopes.
  readonly #fn: Function;
  #scopes: readonly Scope[] | undefined | null = null;

  // biome-ignore lint/complexity/noBannedTypes: any function has scopes.
  constructor(fn: Function) {
    this.#fn = fn;
  }

  /** The variable of that name that the function's code means. */
  innermost(name: string): Found {
    return this.#find(name, false);
  }

  /** The module's variable of that name, whatever hides it from the function. */
  ofModule(name: string): Found {
    return this.#find(name, true);
  }

  #find(name: string, isOutermost: boolean): Found {
    if (this.#scopes === null) {
      this.#scopes = scopesOf(this.#fn);
    }
    return this.#scopes === undefined ? { is: 'unreadable' } : lookUp(this.#scopes, name, isOutermost);
  }
}
