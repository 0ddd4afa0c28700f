/**
 * Python: `threading.RLock`.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';
import { OwnerDiedError, RuntimeError } from '../errors.js';
import { isDebugging } from '../functions/debug.js';
import { warnOfBlocking } from '../main-blocked.js';
import { awaitFor, beforeGrant } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { NOTHING } from '../waiting/codes.js';
import { addSyncClass, create, LOCK, native, Opened } from '../waiting/objects.js';
import { Acquirable, checkBody } from './acquirable.js';
import { FlowWaits } from './flow-waits.js';
import { currentFlow, type Flow, isWithin, runInFlow } from './flows.js';
import { checkLockOptions, type LockOptions } from './lock.js';
import { lockReleased, lockTaken, watchedBlock, watchedWait } from './lock-graph.js';
import { type AcquireOptions, acquirePatience, type Patience } from './lock-options.js';

/** Who holds what was acquired blocked, outside of all flows: the thread. */
const thread: Flow = {};
/** Who holds what was acquired by code outside of all flows: some code of this thread. It is never taken again. */
const somebody: Flow = {};

const NOT_TAKEN = 0;

/**
 * A lock that its owner may acquire again; it is free when it was released as often. Python: `threading.RLock`.
 *
 * The owner of what was acquired blocked is the thread. A thread runs many asynchronous flows, so the owner of what was
 * awaited is a flow: the body of `use()`, with what it starts, or a task of a pool. Within it `use()` enters again, and
 * `Promise.all([lock.use(one), lock.use(other)])` runs one after the other. Outside of all flows an awaited `acquire()` is
 * never one's own: two in a row wait for each other, as with a Lock; any code of that thread that is in no flow may release it.
 *
 * Two `acquire()` of one pool task that runs them side by side both get it: use `use()`.
 *
 * @see https://docs.python.org/3/library/threading.html#rlock-objects
 * @example
 * ```ts
 * const lock = new RLock();
 * const countdown = (n: number): number => lock.useSync(() => (n === 0 ? 0 : countdown(n - 1)));
 * countdown(3);
 * ```
 */
export class RLock extends Acquirable {
  readonly #throws: boolean;
  /** Who has entered, the last at the end. Empty where another thread has. */
  #holds: Flow[] = [];
  /** Flows within one that owns it, beside another such flow that has entered. */
  readonly #within: FlowWaits = new FlowWaits();

  /**
   * A lock that nobody owns.
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
    super(create(LOCK, 0, 0, 'RLock', throws || undefined));
    this.#throws = throws;
  }

  /**
   * Acquires the lock, at once if it is one's own. Gives true, or false when it was not free in time.
   *
   * @throws ValueError for a time that is negative and not -1, NaN or too large, or one beside `blocking` false;
   * OwnerDiedError where the lock was made to; the reason of the signal.
   */
  override async acquire(blocking?: boolean | AcquireOptions, timeout?: number | null): Promise<boolean> {
    const patience = acquirePatience(blocking, timeout, true);
    const flow = currentFlow();
    if (this.#isOwnedBy(flow, false)) {
      this.#holds.push(flow as Flow);
      return true;
    }
    if (flow !== undefined && this.#holds.some((owner) => isWithin(flow, owner))) {
      return this.#within.wait(flow, patience);
    }
    if (native.tryLock(this.handle) === NOT_TAKEN) {
      if (patience.milliseconds === 0 || !(await this.#wait(patience))) {
        return false;
      }
    } else if (isDebugging) {
      lockTaken(this, 'RLock', false, this.acquire);
    }
    this.#own([flow ?? somebody]);
    return true;
  }

  async #wait(patience: Patience): Promise<boolean> {
    const { code } = isDebugging
      ? await watchedWait(this, 'RLock', patience, this.acquire)
      : await awaitFor(this.handle, 0, patience);
    return code === NOTHING;
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  override acquireSync(blocking?: boolean | AcquireOptions, timeout?: number | null): boolean {
    const { milliseconds } = acquirePatience(blocking, timeout, true);
    const flow = currentFlow();
    if (this.#isOwnedBy(flow, true)) {
      this.#holds.push(flow ?? thread);
      return true;
    }
    if (native.tryLock(this.handle) === NOT_TAKEN) {
      if (!this.#waitSync(milliseconds)) {
        return false;
      }
    } else if (isDebugging) {
      lockTaken(this, 'RLock', true, this.acquireSync);
    }
    this.#own([flow ?? thread]);
    return true;
  }

  #waitSync(milliseconds: number): boolean {
    if (milliseconds === 0) {
      return false;
    }
    if (isMainThread) {
      warnOfBlocking('acquireSync', RLock.prototype.acquireSync, 'Use await lock.acquire() to wait without blocking.');
    } else if (native.spinLock(this.handle) !== NOT_TAKEN) {
      if (isDebugging) {
        lockTaken(this, 'RLock', true, this.acquireSync);
      }
      return true;
    }
    const code = isDebugging
      ? watchedBlock(this, 'RLock', milliseconds, this.acquireSync)
      : blockFor(this.handle, 0, milliseconds);
    return code === NOTHING;
  }

  /**
   * Takes back one `acquire()`.
   *
   * @throws RuntimeError when it is not one's own.
   */
  override release(): void {
    const owner = this.#holds.at(-1);
    if (owner === undefined || !this.#mayRelease(owner)) {
      throw new RuntimeError('cannot release un-acquired lock');
    }
    this.#releaseOne();
  }

  #mayRelease(owner: Flow): boolean {
    return owner === thread || owner === somebody || isWithin(currentFlow(), owner);
  }

  #releaseOne(owner: Flow | undefined = this.#holds.at(-1)): void {
    // The body of a flow may end before what it has left behind does.
    const at = this.#holds.lastIndexOf(owner as Flow);
    if (at < 0) {
      throw new RuntimeError('cannot release un-acquired lock');
    }
    this.#holds.splice(at, 1);
    const last = this.#holds.at(-1);
    const next = this.#within.next((flow) => last === undefined || isWithin(flow, last));
    if (next !== undefined) {
      this.#holds.push(next);
      return;
    }
    if (last === undefined) {
      if (isDebugging) {
        lockReleased(this);
      }
      beforeGrant();
      native.unlock(this.handle);
    }
  }

  /** Runs `body` in a flow of its own, in which the lock is its own. See {@link Acquirable.use}. */
  override use<Result>(body: (held: this) => Result): Promise<Awaited<Result>> {
    return runInFlow(async () => {
      checkBody(body);
      await this.acquire();
      const flow = currentFlow();
      try {
        return await body(this);
      } finally {
        // What the body has left behind cannot keep it.
        this.#releaseOne(flow);
      }
    });
  }

  /** Whether somebody owns it. */
  locked(): boolean {
    return native.isLocked(this.handle) === 1;
  }

  /** Whether who owned it last has died with it. It is true until the lock is free again. */
  get abandoned(): boolean {
    return native.isAbandoned(this.handle) === 1;
  }

  #isOwnedBy(flow: Flow | undefined, isSync: boolean): boolean {
    const owner = this.#holds.at(-1);
    return owner !== undefined && ((isSync && owner === thread) || isWithin(flow, owner));
  }

  #own(holds: Flow[]): void {
    this.#holds = holds;
    if (this.#throws && this.abandoned) {
      this.#releaseOne();
      throw new OwnerDiedError('the thread that held the lock has died');
    }
  }

  /**
   * A condition is about to let the lock go: all its levels, which `restore` takes again.
   *
   * @internal
   */
  save(): Flow[] {
    if (isDebugging) {
      lockReleased(this);
    }
    const holds = this.#holds;
    this.#holds = [];
    return holds;
  }

  /** @internal */
  restore(holds: Flow[]): void {
    if (isDebugging) {
      lockTaken(this, 'RLock', holds[0] === thread, this.restore);
    }
    this.#holds = holds;
  }

  /**
   * Whether the code that runs owns it.
   *
   * @internal
   */
  isOwn(): boolean {
    const owner = this.#holds.at(-1);
    return owner !== undefined && this.#mayRelease(owner);
  }
}

addSyncClass('RLock', RLock);
