/**
 * Python: `concurrent.futures.wait`.
 *
 * @module
 */

import { ValueError } from '../errors.js';
import { checkTimeout, type TimeoutOptions, timeoutOptions } from '../timeout.js';
import { Timer } from '../timer.js';
import type { Future } from './future.js';
import { givenFutures } from './given-futures.js';
import { addWaiterOfAnyCopy, hasFailedOfAnyCopy, removeWaiterOfAnyCopy } from './thread-futures.js';
import type { Waiter } from './watchers.js';

/** `wait` is over when one Future is done. */
export const FIRST_COMPLETED = 'FIRST_COMPLETED';
/** `wait` is over when one Future has failed, or all are done. A cancelled one has not failed. */
export const FIRST_EXCEPTION = 'FIRST_EXCEPTION';
/** `wait` is over when all Futures are done. */
export const ALL_COMPLETED = 'ALL_COMPLETED';

/** When `wait` is over. */
export type ReturnWhen = typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;

/** How `wait` waits. */
export interface WaitOptions extends TimeoutOptions {
  /**
   * When it is over, if the time is not over before.
   *
   * @default ALL_COMPLETED
   */
  returnWhen?: ReturnWhen | undefined;
}

/** What `wait` gives: two sets, by name, or one after the other as in `const [done, notDone] = await wait(fs)`. */
export class DoneAndNotDoneFutures<T> implements Iterable<Set<Future<T>>> {
  /** Those that are done. */
  readonly done: Set<Future<T>>;
  /** The others. */
  readonly notDone: Set<Future<T>>;

  /** Of these sets. */
  constructor(done: Set<Future<T>>, notDone: Set<Future<T>>) {
    this.done = done;
    this.notDone = notDone;
  }

  /** `done`, then `notDone`. */
  *[Symbol.iterator](): Generator<Set<Future<T>>, undefined> {
    yield this.done;
    yield this.notDone;
  }
}

/**
 * Waits for Futures: for all, for the first, or for the first that fails. Each counts once, however often it is given.
 *
 * It never fails because of a Future or of the time: what is not done then is in `notDone`. A Future that was cancelled is
 * done when its executor has found that out.
 *
 * # Differences from Python
 * What `shutdown({ cancelFutures: true })` has cancelled is done for a `wait` without a timeout, which would hang in Python.
 *
 * @throws TypeError when `fs` holds anything but Futures, or for unknown options, ValueError for another `returnWhen`.
 * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.wait
 * @example
 * ```ts
 * const { done, notDone } = await wait(futures, { timeout: 1000, returnWhen: FIRST_EXCEPTION });
 * ```
 */
export function wait<T>(
  fs: Iterable<Future<T>>,
  timeout?: number | null | WaitOptions,
): Promise<DoneAndNotDoneFutures<T>> {
  const options: WaitOptions = timeoutOptions(timeout, 'returnWhen');
  const milliseconds = checkTimeout('timeout', options.timeout);
  const isOver = conditions.get(options.returnWhen ?? ALL_COMPLETED);
  if (isOver === undefined) {
    const expected = [...conditions.keys()].join(', ');
    throw new ValueError(`returnWhen: expected ${expected}; got ${String(options.returnWhen)}`);
  }
  const notDone = givenFutures(fs);
  const done = new Set<Future<T>>();
  return new Promise((resolve) => {
    const finish = (future: Future<unknown>) => {
      notDone.delete(future as Future<T>);
      done.add(future as Future<T>);
    };
    const end = () => {
      timer.stop();
      for (const future of notDone) {
        removeWaiterOfAnyCopy(future, waiter);
      }
      resolve(new DoneAndNotDoneFutures(done, notDone));
    };
    const waiter: Waiter = {
      isEndless: milliseconds === Number.POSITIVE_INFINITY,
      tell(future) {
        finish(future);
        if (isOver(future, notDone.size)) {
          end();
        }
      },
    };
    let isOverNow = notDone.size === 0;
    for (const future of notDone) {
      if (addWaiterOfAnyCopy(future, waiter)) {
        finish(future);
        isOverNow ||= isOver(future, notDone.size);
      }
    }
    const timer = new Timer(isOverNow ? Number.POSITIVE_INFINITY : milliseconds, end);
    if (isOverNow) {
      end();
    }
  });
}

/** Whether a wait is over when that Future is done, and so many are not. */
type Condition = (future: Future<unknown>, left: number) => boolean;

const conditions = new Map<string, Condition>([
  [FIRST_COMPLETED, () => true],
  [FIRST_EXCEPTION, (future, left) => left === 0 || hasFailedOfAnyCopy(future)],
  [ALL_COMPLETED, (_, left) => left === 0],
]);
