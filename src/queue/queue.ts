/**
 * Python: `queue.Queue`, `queue.LifoQueue` and `queue.SimpleQueue`.
 *
 * @module
 */

import { checkOptions, ValueError, wrongType } from '../errors.js';
import { warnOfBlocking } from '../main-blocked.js';
import type { WaitOptions } from '../threading/lock-options.js';
import { waitPatience } from '../threading/lock-options.js';
import { awaitFor, beforeGrant } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { JOIN } from '../waiting/codes.js';
import { addSyncClass, create, native, Opened, QUEUE } from '../waiting/objects.js';
import { BaseQueue, NativeQueue } from './base-queue.js';

/** Which item comes first: `create` in `crate/binding/src/objects.rs`. */
export const FIFO = 0;
export const LIFO = 1;
export const PRIORITY = 2;

/** A native queue, or one that was opened. */
export function openQueue(order: number, maxsize: unknown, name: string, options: unknown = maxsize): NativeQueue {
  if (maxsize instanceof Opened) {
    return new NativeQueue(maxsize, maxsize.options as number);
  }
  if (typeof maxsize !== 'number' || !Number.isInteger(maxsize)) {
    throw wrongType('maxsize', 'a whole number', maxsize);
  }
  return new NativeQueue(create(QUEUE, order, Math.max(0, maxsize), name, options), maxsize);
}

/**
 * A queue between threads, and between the asynchronous flows of one: what was put first is taken first. Python:
 * `queue.Queue`.
 *
 * A queue can be sent to other threads in any way that values are, and is the same queue there. Who waits is served in
 * order. An item that was given to a thread which has died since comes back to the front.
 *
 * # Differences from Python
 * `put()`, `get()` and `join()` give Promises; the forms with `Sync` block the thread. Items are copied. `for await` takes
 * one item after another until the queue is shut down.
 *
 * @see https://docs.python.org/3/library/queue.html
 * @example
 * ```ts
 * const queue = new Queue<number>();
 * await queue.put(1);
 * queue.shutdown();
 * for await (const item of queue) {
 *   console.log(item);
 * }
 * ```
 */
export class Queue<T = unknown> extends BaseQueue<T> {
  /**
   * An empty queue of at most `maxsize` items; 0 or less is no limit.
   *
   * @throws TypeError when `maxsize` is no whole number.
   */
  constructor(maxsize = 0) {
    super(
      (maxsize as unknown) instanceof NativeQueue
        ? (maxsize as unknown as NativeQueue)
        : openQueue(FIFO, maxsize, 'Queue'),
    );
  }

  /** At most so many items; 0 or less is no limit. */
  get maxsize(): number {
    return this.most;
  }

  /** Whether there is no room. Others may put and take at any moment. */
  full(): boolean {
    return this.most > 0 && this.qsize() >= this.most;
  }

  /**
   * Says that an item that was taken is done with: `join()` waits until all are.
   *
   * @throws ValueError when it was said more often than items were put.
   */
  taskDone(): void {
    beforeGrant();
    if (native.taskDone(this.handle) === 0) {
      throw new ValueError('task_done() called too many times');
    }
  }

  /**
   * Waits until all items that were put are done with.
   *
   * @throws TypeError for options that are none: there is no time; the reason of the signal.
   */
  async join(options?: Pick<WaitOptions, 'signal'>): Promise<void> {
    if (options !== undefined) {
      checkOptions(options, ['signal']);
    }
    await awaitFor(this.handle, JOIN, waitPatience(options));
  }

  /** The same, blocked: nothing else of this thread runs meanwhile. */
  joinSync(): void {
    if (native.unfinished(this.handle) > 0) {
      warnOfBlocking('joinSync', Queue.prototype.joinSync, 'Use await queue.join() to wait without blocking.');
      blockFor(this.handle, JOIN, Number.POSITIVE_INFINITY);
    }
  }

  /**
   * Takes no more items: `put` throws ShutDown from now on, and `get` does when the queue is empty; who waits hears of it.
   * With `immediate` the items that are there are dropped, and count as done.
   *
   * @throws TypeError when `immediate` is no boolean.
   */
  shutdown(immediate = false): void {
    if (typeof immediate !== 'boolean') {
      throw wrongType('immediate', 'a boolean', immediate);
    }
    beforeGrant();
    native.shut(this.handle, immediate ? 1 : 0);
  }
}

/**
 * A queue in which what was put last is taken first. Python: `queue.LifoQueue`.
 *
 * @see https://docs.python.org/3/library/queue.html#queue.LifoQueue
 */
export class LifoQueue<T = unknown> extends Queue<T> {
  /**
   * An empty queue of at most `maxsize` items; 0 or less is no limit.
   *
   * @throws TypeError when `maxsize` is no whole number.
   */
  constructor(maxsize = 0) {
    super(openQueue(LIFO, maxsize, 'LifoQueue') as unknown as number);
  }
}

addSyncClass('Queue', Queue);
addSyncClass('LifoQueue', LifoQueue);
