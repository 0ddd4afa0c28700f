/**
 * What all that is acquired and released has in common: locks and semaphores.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import { isDebugging } from '../functions/debug.js';
import { SyncObject } from '../waiting/objects.js';
import { runInFlow } from './flows.js';
import { Hold } from './hold.js';
import type { AcquireOptions } from './lock-options.js';

/** @throws TypeError for what cannot be called. */
export function checkBody(body: unknown): void {
  if (typeof body !== 'function') {
    throw wrongType('body', 'a function', body);
  }
}

/** Something that is acquired, and released again. */
export abstract class Acquirable extends SyncObject {
  /** Acquires it. True, or false when it is not free in time. */
  abstract acquire(blocking?: boolean | AcquireOptions, timeout?: number | null): Promise<boolean>;
  /** The same, blocked. */
  abstract acquireSync(blocking?: boolean | AcquireOptions, timeout?: number | null): boolean;
  /** Releases it. */
  abstract release(): void;

  /** For a body that will release it. */
  protected async enter(): Promise<() => void> {
    await this.acquire();
    return () => this.release();
  }

  /** The same, blocked. */
  protected enterSync(): () => void {
    this.acquireSync();
    return () => this.release();
  }

  /**
   * Runs `body` while it is held, and gives what that gives: Python's `with`. It is released when what `body` gives is
   * done, also when that fails.
   *
   * @throws whatever `body` throws.
   * @see https://docs.python.org/3/library/threading.html#using-locks-conditions-and-semaphores-in-the-with-statement
   */
  async use<Result>(body: (held: this) => Result): Promise<Awaited<Result>> {
    checkBody(body);
    // In a flow of its own who holds what is known.
    return isDebugging ? runInFlow(() => this.#use(body)) : this.#use(body);
  }

  async #use<Result>(body: (held: this) => Result): Promise<Awaited<Result>> {
    const leave = await this.enter();
    try {
      return await body(this);
    } finally {
      leave();
    }
  }

  /** The same, blocked. `body` must not be asynchronous: it is released when `body` returns. */
  useSync<Result>(body: (held: this) => Result): Result {
    checkBody(body);
    const leave = this.enterSync();
    try {
      return body(this);
    } finally {
      leave();
    }
  }

  /** Acquires it for a block of code: `await using held = await lock.hold()`. */
  async hold(): Promise<Hold> {
    return new Hold(await this.enter());
  }

  /** The same, blocked: `using held = lock.holdSync()`. */
  holdSync(): Hold {
    return new Hold(this.enterSync());
  }

  /** Acquires it if it is free, without a wait. */
  tryAcquire(): boolean {
    return this.acquireSync(false);
  }
}
