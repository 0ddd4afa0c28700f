/**
 * Python: `threading.Condition`.
 *
 * @module
 */

import { checkCount } from '../counts.js';
import { RuntimeError, wrongType } from '../errors.js';
import { isDebugging } from '../functions/debug.js';
import { warnOfBlocking } from '../main-blocked.js';
import { awaitFor, beforeGrant } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { NOTHING } from '../waiting/codes.js';
import { addSyncClass, CONDITION, create, handleOf, native, Opened } from '../waiting/objects.js';
import { Acquirable, checkBody } from './acquirable.js';
import { Lock } from './lock.js';
import { type AnyCall, lockReleased, lockTaken } from './lock-graph.js';
import { type AcquireOptions, type Patience, type WaitOptions, waitPatience } from './lock-options.js';
import { RLock } from './rlock.js';

/** More than there can be waiters. */
const ALL = 2 ** 32 - 1;

/**
 * A condition that threads wait for, and a lock for what it is about. Python: `threading.Condition`.
 *
 * Who waits lets the lock go, with all its levels, and has it again when the wait is over. Who notifies holds the lock.
 * Waiters are notified in the order in which they came.
 *
 * # Differences from Python
 * Waits are awaited; the forms with `Sync` block the thread.
 *
 * @see https://docs.python.org/3/library/threading.html#condition-objects
 * @example
 * ```ts
 * const condition = new Condition();
 * let isReady = false;
 * const waiting = condition.use(() => condition.waitFor(() => isReady));
 * await condition.use(() => {
 *   isReady = true;
 *   condition.notifyAll();
 * });
 * await waiting;
 * ```
 */
export class Condition extends Acquirable {
  readonly #lock: Lock | RLock;

  /**
   * A condition of that lock, or of an RLock of its own.
   *
   * @throws TypeError when `lock` is no lock.
   */
  constructor(lock?: Lock | RLock | null) {
    if ((lock as unknown) instanceof Opened) {
      const opened = lock as unknown as Opened;
      super(opened);
      this.#lock = opened.options as Lock | RLock;
      return;
    }
    const own = lock ?? new RLock();
    if (!(own instanceof Lock || own instanceof RLock)) {
      throw wrongType('lock', 'a Lock or an RLock', lock);
    }
    super(create(CONDITION, handleOf(own), 0, 'Condition', own));
    this.#lock = own;
  }

  /** As {@link Lock.acquire} of its lock. */
  override acquire(blocking?: boolean | AcquireOptions, timeout?: number | null): Promise<boolean> {
    return this.#lock.acquire(blocking, timeout);
  }

  /** The same, blocked. */
  override acquireSync(blocking?: boolean | AcquireOptions, timeout?: number | null): boolean {
    return this.#lock.acquireSync(blocking, timeout);
  }

  /** As {@link Lock.release} of its lock. */
  override release(): void {
    this.#lock.release();
  }

  /** Runs `body` while its lock is held. */
  override async use<Result>(body: (held: this) => Result): Promise<Awaited<Result>> {
    checkBody(body);
    return this.#lock.use(() => body(this));
  }

  /** Whether somebody holds its lock. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /**
   * Lets the lock go, waits to be notified, and acquires the lock again. Gives true, or false when the time was over first.
   * It has the lock again in any case, also when it throws the reason of a signal.
   *
   * @throws RuntimeError when the lock is not held.
   */
  async wait(timeout?: number | null | WaitOptions): Promise<boolean> {
    const patience = waitPatience(timeout);
    this.#assertOwn('wait on');
    return this.#wait(patience);
  }

  async #wait(patience: Patience): Promise<boolean> {
    const holds = this.#save();
    // It releases the lock.
    beforeGrant();
    try {
      return (await awaitFor(this.handle, 0, patience)).code === NOTHING;
    } finally {
      this.#restore(holds, this.wait);
    }
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  waitSync(timeout?: number | null | WaitOptions): boolean {
    const { milliseconds } = waitPatience(timeout);
    this.#assertOwn('wait on');
    warnOfBlocking('waitSync', Condition.prototype.waitSync, 'Use await condition.wait() to wait without blocking.');
    return this.#waitSync(milliseconds);
  }

  #waitSync(milliseconds: number): boolean {
    const holds = this.#save();
    const code = blockFor(this.handle, 0, milliseconds);
    this.#restore(holds, this.waitSync);
    return code === NOTHING;
  }

  /**
   * Waits until `predicate` gives something true, and gives that; what it gave last when the time is over. It is called with
   * the lock held, once first and again after each notice.
   *
   * @throws RuntimeError when the lock is not held; whatever `predicate` throws.
   */
  async waitFor<Result>(predicate: () => Result, timeout?: number | null | WaitOptions): Promise<Awaited<Result>> {
    checkPredicate(predicate);
    const patience = waitPatience(timeout);
    let result = await predicate();
    const end = performance.now() + patience.milliseconds;
    while (!result) {
      this.#assertOwn('wait on');
      const milliseconds = end - performance.now();
      if (milliseconds <= 0) {
        break;
      }
      await this.#wait({ ...patience, milliseconds });
      result = await predicate();
    }
    return result;
  }

  /** The same, blocked. */
  waitForSync<Result>(predicate: () => Result, timeout?: number | null | WaitOptions): Result {
    checkPredicate(predicate);
    const patience = waitPatience(timeout);
    let result = predicate();
    const end = performance.now() + patience.milliseconds;
    while (!result) {
      this.#assertOwn('wait on');
      const milliseconds = end - performance.now();
      if (milliseconds <= 0) {
        break;
      }
      const call = Condition.prototype.waitForSync;
      warnOfBlocking('waitForSync', call, 'Use await condition.waitFor() to wait without blocking.');
      this.#waitSync(milliseconds);
      result = predicate();
    }
    return result;
  }

  /**
   * Wakes so many of those who wait, or all if there are fewer. They go on when they have the lock.
   *
   * @throws RuntimeError when the lock is not held; TypeError, ValueError when `n` is no whole number of 0 or more.
   */
  notify(n = 1): void {
    const count = checkCount('n', n, 0, ALL) as number;
    this.#assertOwn('notify on');
    beforeGrant();
    native.notify(this.handle, count);
  }

  /** Wakes all who wait. */
  notifyAll(): void {
    this.notify(ALL);
  }

  #assertOwn(what: string): void {
    const isOwn = this.#lock instanceof RLock ? this.#lock.isOwn() : this.#lock.locked();
    if (!isOwn) {
      throw new RuntimeError(`cannot ${what} un-acquired lock`);
    }
  }

  #save(): ReturnType<RLock['save']> | undefined {
    if (this.#lock instanceof RLock) {
      return this.#lock.save();
    }
    if (isDebugging) {
      lockReleased(this.#lock);
    }
    return undefined;
  }

  #restore(holds: ReturnType<RLock['save']> | undefined, call: AnyCall): void {
    if (holds !== undefined) {
      (this.#lock as RLock).restore(holds);
    } else if (isDebugging) {
      lockTaken(this.#lock, 'Lock', call === this.waitSync, call);
    }
  }
}

function checkPredicate(predicate: unknown): void {
  if (typeof predicate !== 'function') {
    throw wrongType('predicate', 'a function', predicate);
  }
}

addSyncClass('Condition', Condition);
