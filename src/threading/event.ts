/**
 * Python: `threading.Event`.
 *
 * @module
 */

import { warnOfBlocking } from '../main-blocked.js';
import { awaitFor, beforeGrant } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { NOTHING } from '../waiting/codes.js';
import { addSyncClass, create, EVENT, native, Opened, SyncObject } from '../waiting/objects.js';
import { type WaitOptions, waitPatience } from './lock-options.js';

const yes: Promise<boolean> = Promise.resolve(true);

/**
 * A flag that threads wait for. Python: `threading.Event`.
 *
 * To set it wakes all who wait, also when it is cleared at once.
 *
 * # Differences from Python
 * `wait()` gives a Promise; `waitSync()` blocks the thread.
 *
 * @see https://docs.python.org/3/library/threading.html#event-objects
 * @example
 * ```ts
 * const ready = new Event();
 * setTimeout(() => ready.set(), 10);
 * await ready.wait();
 * ```
 */
export class Event extends SyncObject {
  /** An event that is not set. */
  constructor();
  constructor(opened?: unknown) {
    super(opened instanceof Opened ? opened : create(EVENT, 0, 0, 'Event', undefined));
  }

  /** Whether it is set. */
  isSet(): boolean {
    return native.isSet(this.handle) === 1;
  }

  /** Sets it, and wakes all who wait. */
  set(): void {
    beforeGrant();
    native.setEvent(this.handle);
  }

  /** Clears it: who waits from now on waits until it is set again. */
  clear(): void {
    native.clearEvent(this.handle);
  }

  /**
   * Waits until it is set. Gives true, or false when the time was over first.
   *
   * @throws TypeError, ValueError for a time that is none; the reason of the signal.
   */
  wait(timeout?: number | null | WaitOptions): Promise<boolean> {
    return timeout === undefined && this.isSet() ? yes : this.#wait(timeout);
  }

  async #wait(timeout: number | null | undefined | WaitOptions): Promise<boolean> {
    const patience = waitPatience(timeout);
    if (this.isSet() || patience.milliseconds === 0) {
      return this.isSet();
    }
    return (await awaitFor(this.handle, 0, patience)).code === NOTHING;
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  waitSync(timeout?: number | null | WaitOptions): boolean {
    const { milliseconds } = waitPatience(timeout);
    if (this.isSet() || milliseconds === 0) {
      return this.isSet();
    }
    warnOfBlocking('waitSync', Event.prototype.waitSync, 'Use await event.wait() to wait without blocking.');
    return blockFor(this.handle, 0, milliseconds) === NOTHING;
  }
}

addSyncClass('Event', Event);
