/**
 * Python: `threading.Lock`.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';
import { checkOptions, OwnerDiedError, RuntimeError, ValueError, wrongType } from '../errors.js';
import { isDebugging } from '../functions/debug.js';
import { warnOfBlocking } from '../main-blocked.js';
import { awaitFor, beforeGrant } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { NOTHING } from '../waiting/codes.js';
import { addSyncClass, create, LOCK, native, Opened, syncObjects } from '../waiting/objects.js';
import { Acquirable } from './acquirable.js';
import { type AnyCall, lockReleased, lockTaken, watchedBlock, watchedWait } from './lock-graph.js';
import { type AcquireOptions, acquirePatience, forEver, type Patience } from './lock-options.js';

/** What a lock is made with. */
export interface LockOptions {
  /**
   * What comes of it when a thread dies while it holds the lock (it was terminated, or has crashed; not when it has ended
   * as it should). The next one to acquire it gets it in either case. With `'mark'`, `abandoned` is true until it is released;
   * with `'throw'`, to acquire it throws an OwnerDiedError, and it is released.
   *
   * @default 'mark'
   */
  onAbandoned?: 'mark' | 'throw' | undefined;
}

/** As the native side says it: `crate/binding/src/locks.rs`. */
const NOT_TAKEN = 0;
const ABANDONED = 2;

const yes: Promise<boolean> = Promise.resolve(true);
const no: Promise<boolean> = Promise.resolve(false);

type Bound = ReturnType<typeof syncObjects.bindLock>;

/** @throws TypeError, ValueError */
export function checkLockOptions(options: LockOptions | undefined): boolean {
  if (options === undefined) {
    return false;
  }
  checkOptions(options, ['onAbandoned']);
  const { onAbandoned = 'mark' } = options;
  if (typeof onAbandoned !== 'string') {
    throw wrongType('onAbandoned', "'mark' or 'throw'", onAbandoned);
  }
  if (onAbandoned !== 'mark' && onAbandoned !== 'throw') {
    throw new ValueError(`onAbandoned: expected 'mark' or 'throw'; got '${onAbandoned}'`);
  }
  return onAbandoned === 'throw';
}

/**
 * A lock between threads, and between the asynchronous flows of one. Python: `threading.Lock`.
 *
 * It has no owner: whoever can call it may release it, and who acquires it twice waits for itself. It can be sent to other
 * threads in any way that values are, and is the same lock there.
 *
 * Who waits is served in order, but one that finds it free takes it before them; an event loop, and a thread that has waited
 * for half a millisecond, is handed it.
 *
 * # Differences from Python
 * `acquire()` gives a Promise; `acquireSync()` blocks the thread. A lock whose holder has died is given to the next (see
 * {@link LockOptions}), where Python waits for ever.
 *
 * @see https://docs.python.org/3/library/threading.html#lock-objects
 * @example
 * ```ts
 * const lock = new Lock();
 * await lock.use(async () => {
 *   // Nobody else is here meanwhile.
 * });
 * ```
 */
export class Lock extends Acquirable {
  readonly #throws: boolean;
  #bound: Bound | undefined;

  /**
   * A lock that nobody holds.
   *
   * @throws TypeError for options that are none, ValueError for an unknown `onAbandoned`.
   */
  constructor(options?: LockOptions) {
    if ((options as unknown) instanceof Opened) {
      const opened = options as unknown as Opened;
      super(opened);
      this.#throws = opened.options === true;
      return;
    }
    const throws = checkLockOptions(options);
    super(create(LOCK, 0, 0, 'Lock', throws || undefined));
    this.#throws = throws;
  }

  /**
   * Acquires the lock. Gives true, or false when it was not free in time.
   *
   * With `blocking` false it does not wait. `timeout` is in milliseconds; -1, the default, waits for as long as it takes.
   *
   * @throws ValueError for a time that is negative and not -1, NaN or too large, or one beside `blocking` false;
   * OwnerDiedError where the lock was made to; the reason of the signal.
   */
  override acquire(blocking?: boolean | AcquireOptions, timeout?: number | null): Promise<boolean> {
    const bound = this.#bound ?? this.#bind();
    if (blocking === undefined && timeout === undefined) {
      const answer = bound.acquire();
      if (answer === undefined) {
        return isDebugging ? taken(this, this.acquire) : yes;
      }
      return answer === ABANDONED ? this.#takeOver() : this.#acquireSlowly(blocking, timeout);
    }
    return this.#acquireSlowly(blocking, timeout);
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  override acquireSync(blocking?: boolean | AcquireOptions, timeout?: number | null): boolean {
    const bound = this.#bound ?? this.#bind();
    if (blocking === undefined && timeout === undefined) {
      const answer = bound.acquire();
      if (answer !== NOT_TAKEN) {
        if (isDebugging) {
          lockTaken(this, 'Lock', true, this.acquireSync);
        }
        return answer === undefined || this.#isWell();
      }
    }
    return this.#acquireSyncSlowly(blocking, timeout);
  }

  /**
   * Releases the lock, whoever has acquired it.
   *
   * @throws RuntimeError when nobody holds it.
   */
  override release(): void {
    const bound = this.#bound ?? this.#bind();
    if (isDebugging) {
      lockReleased(this);
    }
    beforeGrant();
    if (bound.release() !== undefined) {
      throw new RuntimeError('release unlocked lock');
    }
  }

  /** Whether somebody holds it. */
  locked(): boolean {
    return native.isLocked(this.handle) === 1;
  }

  /** Whether who held it last has died with it. It is true until the lock is released the next time. */
  get abandoned(): boolean {
    return native.isAbandoned(this.handle) === 1;
  }

  #bind(): Bound {
    this.#bound = syncObjects.bindLock(this.handle);
    return this.#bound;
  }

  /** It was taken, and whoever held it has died. */
  async #takeOver(): Promise<boolean> {
    if (isDebugging) {
      lockTaken(this, 'Lock', false, this.acquire);
    }
    return this.#isWell();
  }

  #acquireSlowly(blocking: boolean | AcquireOptions | undefined, timeout: number | null | undefined): Promise<boolean> {
    let patience: Patience;
    try {
      patience = acquirePatience(blocking, timeout, true);
      if (this.#tryNow()) {
        return isDebugging ? taken(this, this.acquire) : yes;
      }
    } catch (error) {
      return Promise.reject(error);
    }
    return patience.milliseconds === 0 ? no : this.#wait(patience);
  }

  async #wait(patience: Patience): Promise<boolean> {
    const { code } = isDebugging
      ? await watchedWait(this, 'Lock', patience, this.acquire)
      : await awaitFor(this.handle, 0, patience);
    return code === NOTHING && this.#isWell();
  }

  #acquireSyncSlowly(blocking: boolean | AcquireOptions | undefined, timeout: number | null | undefined): boolean {
    const { milliseconds } =
      blocking === undefined && timeout === undefined ? forEver : acquirePatience(blocking, timeout, true);
    if (this.#tryNow()) {
      if (isDebugging) {
        lockTaken(this, 'Lock', true, this.acquireSync);
      }
      return true;
    }
    if (milliseconds === 0) {
      return false;
    }
    if (isMainThread) {
      warnOfBlocking('acquireSync', Lock.prototype.acquireSync, 'Use await lock.acquire() to wait without blocking.');
    } else if (native.spinLock(this.handle) !== NOT_TAKEN) {
      if (isDebugging) {
        lockTaken(this, 'Lock', true, this.acquireSync);
      }
      return this.#isWell();
    }
    const code = isDebugging
      ? watchedBlock(this, 'Lock', milliseconds, this.acquireSync)
      : blockFor(this.handle, 0, milliseconds);
    return code === NOTHING && this.#isWell();
  }

  #tryNow(): boolean {
    const taken = native.tryLock(this.handle);
    return taken !== NOT_TAKEN && (taken !== ABANDONED || this.#isWell());
  }

  /** It was acquired. */
  #isWell(): boolean {
    if (this.#throws && this.abandoned) {
      this.release();
      throw new OwnerDiedError('the thread that held the lock has died');
    }
    return true;
  }
}

function taken(lock: Lock, call: AnyCall): Promise<boolean> {
  lockTaken(lock, 'Lock', false, call);
  return yes;
}

addSyncClass('Lock', Lock);
