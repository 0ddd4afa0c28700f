/**
 * Python: `queue.PriorityQueue`.
 *
 * @module
 */

import { checkOptions, ValueError, wrongType } from '../errors.js';
import { addSyncClass, area, Opened } from '../waiting/objects.js';
import { NativeQueue } from './base-queue.js';
import { NOT_A_NUMBER, type Orderable, writeKey } from './priority-key.js';
import { openQueue, PRIORITY, Queue } from './queue.js';

/** What a PriorityQueue is made with. */
export interface PriorityQueueOptions<T> {
  /**
   * At most so many items; 0 or less is no limit.
   *
   * @default 0
   */
  maxsize?: number | undefined;
  /**
   * Gives what an item is ordered by. It is called in the thread that puts, and travels as functions do.
   *
   * @default the item itself
   */
  key?: ((item: T) => Orderable) | undefined;
}

/**
 * A queue in which the smallest item is taken first. Python: `queue.PriorityQueue`.
 *
 * Items are ordered by `key`, or by themselves: numbers, strings (by code units, as `<` does), bigints, and objects whose
 * `valueOf()` gives one of those, as dates. Arrays are compared element by element, as Python's tuples: the usual item is
 * `[priority, value]`. Of equal ones the one that was put first is taken first.
 *
 * # Differences from Python
 * What cannot be compared (a number with a string, two plain objects) throws a TypeError from `put`, and NaN a ValueError; the
 * queue is as it was. Python's order of equal items is not defined. `__lt__` is `valueOf()`, or `key`.
 *
 * @see https://docs.python.org/3/library/queue.html#queue.PriorityQueue
 * @example
 * ```ts
 * const queue = new PriorityQueue<[number, string]>();
 * queue.putNowait([2, 'later']);
 * queue.putNowait([1, 'first']);
 * console.log(queue.getNowait());
 * ```
 */
export class PriorityQueue<T = unknown> extends Queue<T> {
  readonly #keyOf: ((item: T) => Orderable) | undefined;

  /**
   * An empty queue of at most `maxsize` items; 0 or less is no limit.
   *
   * @throws TypeError when `maxsize` is no whole number, or `key` no function.
   */
  constructor(maxsize: number | PriorityQueueOptions<T> = 0) {
    const options = optionsOf<T>(maxsize);
    const opened: unknown = maxsize;
    const queue =
      opened instanceof Opened
        ? new NativeQueue(opened, options.maxsize)
        : openQueue(PRIORITY, options.maxsize, 'PriorityQueue', options);
    super(queue as unknown as number);
    this.#keyOf = options.key;
  }

  protected override writeKey(item: T): number {
    const value = this.#keyOf === undefined ? item : aside(item, this.#keyOf);
    const words = writeKey(area, value);
    if (words === NOT_A_NUMBER) {
      throw new ValueError('item: expected a priority; got NaN');
    }
    return words;
  }
}

/** The function may put and get in its turn. */
function aside<T>(item: T, keyOf: (item: T) => Orderable): Orderable {
  const { position } = area;
  const written = area.i32.slice(0, position << 1);
  const value = keyOf(item);
  area.i32.set(written);
  area.position = position;
  return value;
}

function optionsOf<T>(given: unknown): { maxsize: number; key: ((item: T) => Orderable) | undefined } {
  const options = given instanceof Opened ? given.options : given;
  if (typeof options !== 'object' || options === null) {
    return { maxsize: options as number, key: undefined };
  }
  checkOptions(options, ['maxsize', 'key']);
  const { maxsize = 0, key } = options as PriorityQueueOptions<T>;
  if (key !== undefined && typeof key !== 'function') {
    throw wrongType('key', 'a function', key);
  }
  return { maxsize, key };
}

addSyncClass('PriorityQueue', PriorityQueue);
