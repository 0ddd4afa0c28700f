/**
 * Python: `threading.Semaphore` and `threading.BoundedSemaphore`.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';
import { checkCount } from '../counts.js';
import { ValueError } from '../errors.js';
import { warnOfBlocking } from '../main-blocked.js';
import { awaitFor, beforeGrant } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { NOTHING } from '../waiting/codes.js';
import { addSyncClass, create, native, Opened, SEMAPHORE } from '../waiting/objects.js';
import { Acquirable } from './acquirable.js';
import { type AcquireOptions, acquirePatience, type Patience } from './lock-options.js';

const yes: Promise<boolean> = Promise.resolve(true);
const no: Promise<boolean> = Promise.resolve(false);

/** As many permits as a number of JavaScript counts. */
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * A counter of permits: who acquires takes one, or waits until there is one. Python: `threading.Semaphore`.
 *
 * Permits go to those who wait, in the order in which they came. It has no owner: any thread may release.
 *
 * # Differences from Python
 * A thread that dies in the body of `use()`, `useSync()`, `hold()` or `holdSync()` gives its permit back. At most
 * 9,007,199,254,740,991 permits.
 *
 * @see https://docs.python.org/3/library/threading.html#semaphore-objects
 * @example
 * ```ts
 * const slots = new Semaphore(3);
 * await slots.use(async () => {
 *   // At most three are here at a time.
 * });
 * ```
 */
export class Semaphore extends Acquirable {
  /**
   * One with so many permits.
   *
   * @throws TypeError when `value` is no whole number, ValueError when it is negative.
   */
  constructor(value = 1) {
    super(checkValue(value) ?? create(SEMAPHORE, value, MOST, 'Semaphore', undefined));
  }

  /**
   * Takes a permit. Gives true, or false when there was none in time.
   *
   * With `blocking` false it does not wait. `timeout` is in milliseconds.
   *
   * @throws ValueError for a time that is NaN or too large, or one beside `blocking` false; the reason of the signal.
   */
  override acquire(blocking?: boolean | AcquireOptions, timeout?: number | null): Promise<boolean> {
    let patience: Patience;
    try {
      patience = acquirePatience(blocking, timeout, false);
    } catch (error) {
      return Promise.reject(error);
    }
    if (native.tryPermit(this.handle) === 1) {
      return yes;
    }
    return patience.milliseconds === 0 ? no : this.#wait(patience);
  }

  async #wait(patience: Patience): Promise<boolean> {
    return (await awaitFor(this.handle, 0, patience)).code === NOTHING;
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  override acquireSync(blocking?: boolean | AcquireOptions, timeout?: number | null): boolean {
    const { milliseconds } = acquirePatience(blocking, timeout, false);
    if (native.tryPermit(this.handle) === 1) {
      return true;
    }
    if (milliseconds === 0) {
      return false;
    }
    if (isMainThread) {
      const call = Semaphore.prototype.acquireSync;
      warnOfBlocking('acquireSync', call, 'Use await semaphore.acquire() to wait without blocking.');
    }
    return blockFor(this.handle, 0, milliseconds) === NOTHING;
  }

  /**
   * Gives so many permits.
   *
   * @throws TypeError, ValueError when `n` is no whole number of 1 or more, or there would be too many.
   */
  override release(n = 1): void {
    const count = checkCount('n', n, 1) as number;
    beforeGrant();
    if (native.addPermits(this.handle, count) === 0) {
      throw new ValueError('Semaphore released too many times');
    }
  }

  protected override async enter(): Promise<() => void> {
    await this.acquire();
    return this.#scope();
  }

  protected override enterSync(): () => void {
    this.acquireSync();
    return this.#scope();
  }

  #scope(): () => void {
    native.scope(this.handle, 1);
    return () => {
      native.scope(this.handle, 0);
      this.release();
    };
  }
}

/** Nothing when it is a number of permits; it may be an object that was opened, which is given back. */
function checkValue(value: unknown): Opened | undefined {
  if (value instanceof Opened) {
    return value;
  }
  checkCount('value', value, 0);
  return undefined;
}

/**
 * A semaphore that never has more permits than it had at first: one release too many is an error. Python:
 * `threading.BoundedSemaphore`.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.BoundedSemaphore
 */
export class BoundedSemaphore extends Semaphore {
  /**
   * One with so many permits.
   *
   * @throws TypeError when `value` is no whole number, ValueError when it is negative.
   */
  constructor(value = 1) {
    const opened = checkValue(value) ?? create(SEMAPHORE, value, value, 'BoundedSemaphore', undefined);
    super((typeof opened === 'number' ? new Opened(opened, 0, undefined) : opened) as unknown as number);
  }
}

addSyncClass('Semaphore', Semaphore);
addSyncClass('BoundedSemaphore', BoundedSemaphore);
