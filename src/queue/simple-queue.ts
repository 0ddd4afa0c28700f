/**
 * Python: `queue.SimpleQueue`.
 *
 * @module
 */

import { addSyncClass, Opened } from '../waiting/objects.js';
import { BaseQueue } from './base-queue.js';
import { FIFO, openQueue } from './queue.js';

/**
 * A queue without a limit, and without `taskDone`, `join` and `shutdown`. Python: `queue.SimpleQueue`.
 *
 * @see https://docs.python.org/3/library/queue.html#queue.SimpleQueue
 */
export class SimpleQueue<T = unknown> extends BaseQueue<T> {
  /** An empty queue. */
  constructor();
  constructor(opened?: unknown) {
    super(openQueue(FIFO, opened instanceof Opened ? opened : 0, 'SimpleQueue'));
  }
}

addSyncClass('SimpleQueue', SimpleQueue);
