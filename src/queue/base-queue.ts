/**
 * What all queues have in common.
 *
 * @module
 */

import { isMainThread } from 'node:worker_threads';
import { encodeNumber } from '../codec/plain-writer.js';
import { NeedsFunctions, readWhenLoaded } from '../codec/travellers.js';
import { DeadlockError, Empty, Full, ShutDown, ValueError, wrongType } from '../errors.js';
import { warnOfBlocking } from '../main-blocked.js';
import { isThenable } from '../thenable.js';
import type { Patience } from '../threading/lock-options.js';
import { awaitFor, beforeGrant, type Came, readItem } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { EXPIRED, FULL, GET, INCOMPARABLE, MORE_WORDS, NOTHING, PUT, SHUT } from '../waiting/codes.js';
import { area, attachIfGrown, native, type Opened, SyncObject, writeNamed } from '../waiting/objects.js';
import { forEver, type QueueOptions, queuePatience } from './queue-options.js';

const theItem = { of: (): string => 'the item', code: 'ERR_TASK_ARGUMENT' };

/** A native queue, for the constructor of its class. */
export class NativeQueue {
  readonly handle: number | Opened;
  readonly maxsize: number;

  /** One of so many items at most; 0 or less is no limit. */
  constructor(handle: number | Opened, maxsize: number) {
    this.handle = handle;
    this.maxsize = maxsize;
  }
}

/** See the module. */
export abstract class BaseQueue<T> extends SyncObject implements AsyncIterable<T> {
  /** At most so many items, as it was given; 0 or less is no limit. */
  readonly #maxsize: number;
  /** How many words of what it is ordered by stand behind the item that was written last. */
  #key = 0;

  /** @internal */
  constructor({ handle, maxsize }: NativeQueue) {
    super(handle);
    this.#maxsize = maxsize;
  }

  /** @internal */
  protected get most(): number {
    return this.#maxsize;
  }

  /** Writes an item into the area. */
  protected write(item: T): number {
    area.position = 0;
    if (typeof item === 'number') {
      encodeNumber(area, item);
    } else {
      if (isThenable(item)) {
        throw wrongType('item', 'a value that is there: await it first', item);
      }
      writeNamed(area, item, theItem);
    }
    const words = area.position;
    this.#key = this.writeKey(item);
    attachIfGrown();
    beforeGrant();
    return words;
  }

  /** Writes what the item is ordered by behind it. 0 where there is no order. */
  protected writeKey(_item: T): number {
    return 0;
  }

  /**
   * Puts an item into the queue; waits until there is room, where that has a limit.
   *
   * With `block` false it does not wait. `timeout` is in milliseconds. The item is copied, as values that travel are; locks,
   * queues, functions and the like are the same at the other end. A Promise, or a Future, is refused: await it first.
   *
   * @throws Full when there is no room in time; ShutDown when the queue takes no more; TaskError for an item that
   * cannot travel; TypeError for a Promise; ValueError for a negative time of a queue that has a limit; the reason of the
   * signal.
   */
  async put(item: T, block?: boolean | QueueOptions, timeout?: number | null): Promise<void> {
    const patience = block === undefined && timeout === undefined ? forEver : this.#putPatience(block, timeout);
    const words = this.write(item);
    const put = native.put(this.handle, words, this.#key);
    if (put === FULL && patience.milliseconds > 0) {
      const rewritten = this.write(item);
      checkPut((await awaitFor(this.handle, PUT, patience, rewritten, this.#key)).code);
    } else if (put !== NOTHING) {
      checkPut(put);
    }
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  putSync(item: T, block?: boolean | QueueOptions, timeout?: number | null): void {
    const patience = block === undefined && timeout === undefined ? forEver : this.#putPatience(block, timeout);
    const put = native.put(this.handle, this.write(item), this.#key);
    if (put !== NOTHING) {
      this.#putSlowly(item, put, patience.milliseconds);
    }
  }

  #putSlowly(item: T, put: number, milliseconds: number): void {
    if (put !== FULL || milliseconds <= 0) {
      checkPut(put);
    }
    warnOfBlocking('putSync', BaseQueue.prototype.putSync, 'Use await queue.put() to wait without blocking.');
    checkPut(blockFor(this.handle, PUT, milliseconds, this.write(item), this.#key));
  }

  /** Python looks at the time after it has looked whether the queue is shut down. */
  #patience(
    block: boolean | QueueOptions | undefined,
    timeout: number | null | undefined,
    canWait: boolean,
    puts: boolean,
  ): Patience {
    try {
      return queuePatience(block, timeout, canWait);
    } catch (error) {
      if (error instanceof ValueError && native.isShut(this.handle) === 1 && (puts || this.empty())) {
        checkGot(SHUT);
      }
      throw error;
    }
  }

  #putPatience(block: boolean | QueueOptions | undefined, timeout: number | null | undefined): Patience {
    return this.#patience(block, timeout, this.#maxsize > 0, true);
  }

  /**
   * Puts an item if there is room.
   *
   * @throws Full, ShutDown, TaskError, TypeError as {@link BaseQueue.put}.
   */
  putNowait(item: T): void {
    const put = native.put(this.handle, this.write(item), this.#key);
    if (put !== NOTHING) {
      checkPut(put);
    }
  }

  /**
   * Takes the next item out of the queue; waits until there is one.
   *
   * With `block` false it does not wait. `timeout` is in milliseconds.
   *
   * @throws Empty when there is none in time; ShutDown when the queue is empty and takes no more; ValueError for a negative
   * time; the reason of the signal.
   */
  async get(block?: boolean | QueueOptions, timeout?: number | null): Promise<T> {
    const patience =
      block === undefined && timeout === undefined ? forEver : this.#patience(block, timeout, true, false);
    beforeGrant();
    const words = native.get(this.handle);
    if (words > 0 || words < MORE_WORDS) {
      return this.#readAwaited(words, patience);
    }
    if (words === SHUT || patience.milliseconds <= 0) {
      checkGot(words === SHUT ? SHUT : EXPIRED);
    }
    let came: Came;
    try {
      came = await awaitFor(this.handle, GET, patience);
    } catch (error) {
      if (error instanceof NeedsFunctions) {
        return this.#getWhenLoaded(error, patience);
      }
      throw error;
    }
    return itemOf<T>(came);
  }

  #readAwaited(words: number, patience: Patience): T | Promise<T> {
    try {
      return readItem(words) as T;
    } catch (error) {
      return this.#giveBack(error, words) ? this.#getWhenLoaded(error, patience) : Promise.reject(error);
    }
  }

  /** The item is in the queue again, and is looked for there when its functions are here: it may be another one then. */
  async #getWhenLoaded(needed: NeedsFunctions, { milliseconds, signal }: Patience): Promise<T> {
    const end = performance.now() + milliseconds;
    await readWhenLoaded(needed, () => undefined);
    return this.get({ timeout: Math.max(0, end - performance.now()), signal });
  }

  /** Whether it was an item whose functions are not here yet, which is the next to be got again. */
  #giveBack(error: unknown, words: number): error is NeedsFunctions {
    if (!(error instanceof NeedsFunctions)) {
      return false;
    }
    native.putBack(this.handle, words);
    return true;
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  getSync(block?: boolean | QueueOptions, timeout?: number | null): T {
    // Before an item is taken: it would be lost.
    const { milliseconds } =
      block === undefined && timeout === undefined ? forEver : this.#patience(block, timeout, true, false);
    beforeGrant();
    const words = native.get(this.handle);
    return words > 0 ? this.#read(words) : this.#getSlowly(words, milliseconds);
  }

  #getSlowly(first: number, milliseconds: number): T {
    const words = first === 0 && milliseconds > 0 ? this.#wait(milliseconds) : first;
    checkGot(words === 0 ? EXPIRED : words);
    return this.#read(words);
  }

  #wait(milliseconds: number): number {
    if (isMainThread) {
      warnOfBlocking('getSync', BaseQueue.prototype.getSync, 'Use await queue.get() to wait without blocking.');
    } else {
      const words = native.spinGet(this.handle);
      if (words !== 0) {
        return words;
      }
    }
    return blockFor(this.handle, GET, milliseconds);
  }

  #read(words: number): T {
    try {
      return readItem(words) as T;
    } catch (error) {
      if (this.#giveBack(error, words)) {
        throw new DeadlockError(
          'the item holds functions, which the event loop of this thread has to load first. Use await queue.get().',
        );
      }
      throw error;
    }
  }

  /**
   * Takes the next item if there is one.
   *
   * @throws Empty, ShutDown as {@link BaseQueue.get}.
   */
  getNowait(): T {
    beforeGrant();
    const words = native.get(this.handle);
    checkGot(words === 0 ? EXPIRED : words);
    return this.#read(words);
  }

  /** How many items there are. Others may put and take at any moment. */
  qsize(): number {
    return native.size(this.handle);
  }

  /** The same: the name that Node's own collections have. */
  get size(): number {
    return this.qsize();
  }

  /** Whether there is none. */
  empty(): boolean {
    return this.qsize() === 0;
  }

  /** Gives one item after another, and waits for them; ends when the queue is shut down and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      let item: T;
      try {
        item = await this.get();
      } catch (error) {
        if (error instanceof ShutDown) {
          return;
        }
        throw error;
      }
      yield item;
    }
  }

  /** The same, blocked. */
  *iterSync(): Generator<T, void, void> {
    for (;;) {
      let item: T;
      try {
        item = this.getSync();
      } catch (error) {
        if (error instanceof ShutDown) {
          return;
        }
        throw error;
      }
      yield item;
    }
  }
}

function itemOf<T>({ code, item }: Came): T {
  checkGot(code);
  return item as T;
}

function checkGot(code: number): void {
  if (code === SHUT) {
    throw new ShutDown('the queue is shut down');
  }
  if (code === EXPIRED) {
    throw new Empty('the queue is empty');
  }
}

function checkPut(code: number): void {
  switch (code) {
    case NOTHING:
      return;
    case SHUT:
      throw new ShutDown('the queue is shut down');
    case INCOMPARABLE:
      throw Object.assign(
        new TypeError('item: expected a priority that can be compared with those of the items in the queue'),
        { code: 'ERR_INVALID_ARG_TYPE' },
      );
    case FULL:
    case EXPIRED:
      throw new Full('the queue is full');
    default:
      throw new ValueError(`the queue has said ${code}`);
  }
}
