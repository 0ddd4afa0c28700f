/**
 * A Thread that calls a function after a time.
 *
 * @module
 */

import { brand } from '../brand.js';
import { checkOptions, wrongType } from '../errors.js';
import { checkTimeout } from '../timeout.js';
import { callLater } from './call-later.js';
import { entry } from './entry.js';
import { Event } from './event.js';
import { addPlainClass, Thread } from './thread.js';
import type { ThreadOptions } from './thread-options.js';
import { stateOf } from './thread-state.js';

/**
 * A Thread that calls a function after a time, unless it is cancelled before. Python: `threading.Timer`.
 *
 * The time counts from when the thread has begun, and is kept by the thread itself, also while all others are blocked.
 *
 * # Differences from Python
 * The interval is in milliseconds. Node's own `setTimeout` calls a function of this thread, and takes no thread.
 *
 * @see https://docs.python.org/3/library/threading.html#timer-objects
 * @example
 * ```ts
 * const timer = new Timer(30_000, () => console.log('hello, world'));
 * timer.start();
 * timer.cancel();
 * await timer.join();
 * ```
 */
export class Timer<Args extends unknown[] = unknown[]> extends Thread {
  /** Set when the function was called and has returned, or when it will not be called. */
  readonly finished: Event = new Event();

  /**
   * Makes a Timer that calls `fn(...args)` so many milliseconds after `start()`.
   *
   * @throws TypeError for what is of another type, or for unknown options; ValueError when the interval is no time.
   */
  constructor(
    interval: number,
    fn: (...args: Args) => unknown,
    args: Readonly<Args> | null = [] as unknown as Args,
    options: Omit<ThreadOptions, 'target' | 'args'> = {},
  ) {
    if (typeof interval !== 'number') {
      throw wrongType('interval', 'a number of milliseconds', interval);
    }
    const milliseconds = checkTimeout('interval', interval);
    if (typeof fn !== 'function') {
      throw wrongType('fn', 'a function', fn);
    }
    if (args !== null && !Array.isArray(args)) {
      throw wrongType('args', 'an array', args);
    }
    checkOptions(options, ['name', 'daemon', 'fresh']);
    super(options);
    stateOf(this).target = entry.callLater as never;
    stateOf(this).args = [this.finished, milliseconds, fn, ...(args ?? [])];
  }

  /**
   * The function is not called any more, if it has not been yet; the thread ends.
   *
   * @example
   * ```ts
   * const timer = new Timer(1000, () => console.log('never'));
   * timer.start();
   * timer.cancel();
   * ```
   */
  cancel(): void {
    this.finished.set();
  }

  override run(): unknown {
    const { args } = stateOf(this);
    return callLater(...(args as Parameters<typeof callLater>));
  }
}

brand(Timer, 'Timer');
addPlainClass(Timer);
