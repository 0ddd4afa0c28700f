/**
 * Functions of other threads, which this one may send on.
 *
 * @module
 */

import { forgetWithout } from './forgetting.js';
import { registerBytes } from './spec.js';
import type { Description } from './thread-functions.js';

/** A number that another thread gave out. */
export class Foreign {
  #id: number;
  readonly #spec: Uint8Array;
  #isKept = false;

  /** `spec`: what is said of it. */
  constructor(id: number, spec: Uint8Array) {
    this.#id = id;
    this.#spec = spec;
  }

  /** The number. */
  get id(): number {
    return this.#id;
  }

  /** Before it is sent on: whoever made it may forget it. Where that has happened already, it has another number. */
  keep(): void {
    if (!this.#isKept) {
      this.#isKept = true;
      this.#id = registerBytes(this.#spec, true);
      forgetWithout(this, this.#id);
    }
  }
}

/** How a function of another thread is sent on. */
export class ForeignDescription implements Description {
  readonly foreign: Foreign;
  readonly captures: readonly unknown[];
  readonly early: number | undefined;
  readonly isNamed: boolean;

  /** With its own captured values. */
  constructor(foreign: Foreign, captures: readonly unknown[], more: Pick<Description, 'early' | 'isNamed'> = {}) {
    this.foreign = foreign;
    this.captures = captures;
    this.early = more.early;
    this.isNamed = more.isNamed === true;
  }

  get id(): number {
    return this.foreign.id;
  }
}
