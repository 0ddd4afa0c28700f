/**
 * Python: `threading.Barrier`.
 *
 * @module
 */

import { checkCount } from '../counts.js';
import { BrokenBarrierError, checkOptions, RuntimeError, wrongType } from '../errors.js';
import { warnOfBlocking } from '../main-blocked.js';
import { isThenable } from '../thenable.js';
import { checkTimeout } from '../timeout.js';
import { awaitFor } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { LAST_PARTY } from '../waiting/codes.js';
import { addSyncClass, BARRIER, create, native, Opened, SyncObject } from '../waiting/objects.js';
import { type Patience, type WaitOptions, waitPatience } from './lock-options.js';

/** What a barrier is made with. */
export interface BarrierOptions {
  /**
   * Called by the last thread that comes, before the others go on. It is sent to other threads as functions are.
   *
   * @default null
   */
  action?: (() => unknown) | null | undefined;
  /**
   * Milliseconds: how long is waited where `wait` is not told.
   *
   * @default undefined
   */
  timeout?: number | null | undefined;
}

interface Made {
  readonly parties: number;
  readonly action: (() => unknown) | undefined;
  readonly timeout: number;
}

/** A party's number must leave one bit of 31. */
const MOST_PARTIES = LAST_PARTY - 1;

/**
 * A point where so many threads wait for each other. Python: `threading.Barrier`.
 *
 * It can be used again as soon as all have come. When the time of one is over, when one dies while it waits, when the action
 * fails, or by `abort()`, it is broken: all who wait, and all who come, get a BrokenBarrierError, until `reset()`.
 *
 * # Differences from Python
 * `wait()` gives a Promise; `waitSync()` blocks the thread. The action may be asynchronous where the last one to come
 * awaits.
 *
 * @see https://docs.python.org/3/library/threading.html#barrier-objects
 * @example
 * ```ts
 * const barrier = new Barrier(2);
 * await Promise.all([barrier.wait(), barrier.wait()]);
 * ```
 */
export class Barrier extends SyncObject {
  readonly #made: Made;

  /**
   * A barrier for so many parties.
   *
   * @throws TypeError, ValueError when `parties` is no whole number of 1 or more; TypeError when `action` is no function.
   */
  constructor(parties: number, action?: (() => unknown) | null | BarrierOptions, timeout?: number | null) {
    if ((parties as unknown) instanceof Opened) {
      const opened = parties as unknown as Opened;
      super(opened);
      this.#made = opened.options as Made;
      return;
    }
    const made = checkMade(parties, action, timeout);
    super(create(BARRIER, parties, 0, 'Barrier', made));
    this.#made = made;
  }

  /** How many parties it is for. */
  get parties(): number {
    return this.#made.parties;
  }

  /** How many wait. */
  get nWaiting(): number {
    return native.waitingParties(this.handle);
  }

  /** Whether it is broken. */
  get broken(): boolean {
    return native.isBroken(this.handle) === 1;
  }

  /**
   * Waits until all parties have come. Gives a number from 0 on, which each of them has once.
   *
   * @throws BrokenBarrierError; whatever the action throws, in the one that calls it; the reason of the signal.
   */
  async wait(timeout?: number | null | WaitOptions): Promise<number> {
    const { code } = await awaitFor(this.handle, 0, this.#patience(timeout));
    if (code < 0 || (code & LAST_PARTY) === 0) {
      return partyOf(code);
    }
    try {
      await this.#made.action?.();
    } catch (error) {
      this.abort();
      throw error;
    }
    return this.#release(code);
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  waitSync(timeout?: number | null | WaitOptions): number {
    const { milliseconds } = this.#patience(timeout);
    if (this.nWaiting + 1 < this.parties) {
      warnOfBlocking('waitSync', Barrier.prototype.waitSync, 'Use await barrier.wait() to wait without blocking.');
    }
    const code = blockFor(this.handle, 0, milliseconds);
    if (code < 0 || (code & LAST_PARTY) === 0) {
      return partyOf(code);
    }
    try {
      if (isThenable(this.#made.action?.())) {
        throw new RuntimeError('the action of a barrier is asynchronous, and the last party waits blocked');
      }
    } catch (error) {
      this.abort();
      throw error;
    }
    return this.#release(code);
  }

  #patience(timeout: number | null | undefined | WaitOptions): Patience {
    const patience = waitPatience(timeout);
    const isGiven = typeof timeout === 'object' && timeout !== null ? timeout.timeout : timeout;
    return isGiven === undefined || isGiven === null ? { ...patience, milliseconds: this.#made.timeout } : patience;
  }

  #release(code: number): number {
    if (native.releaseParties(this.handle) === 0) {
      throw new BrokenBarrierError('the barrier is broken');
    }
    return code & ~LAST_PARTY;
  }

  /** Makes it as new: who waits gets a BrokenBarrierError. */
  reset(): void {
    native.breakBarrier(this.handle, 0);
  }

  /** Breaks it for all who wait, and all who come. */
  abort(): void {
    native.breakBarrier(this.handle, 1);
  }
}

function checkMade(
  parties: number,
  action: (() => unknown) | null | undefined | BarrierOptions,
  timeout: number | null | undefined,
): Made {
  if (typeof action === 'object' && action !== null) {
    checkOptions(action, ['action', 'timeout']);
    return checkMade(parties, action.action, action.timeout);
  }
  if (checkCount('parties', parties, 1, MOST_PARTIES) === undefined) {
    throw wrongType('parties', 'a whole number', parties);
  }
  if (action !== undefined && action !== null && typeof action !== 'function') {
    throw wrongType('action', 'a function', action);
  }
  return { parties, action: action ?? undefined, timeout: Math.max(0, checkTimeout('timeout', timeout)) };
}

function partyOf(code: number): number {
  if (code < 0) {
    throw new BrokenBarrierError('the barrier is broken');
  }
  return code;
}

addSyncClass('Barrier', Barrier);
