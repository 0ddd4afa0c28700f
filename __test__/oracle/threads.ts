/** Where bodies of programs run: in threads, and in flows of this thread. */

import { AsyncResource } from 'node:async_hooks';
import { Future } from 'nogil/futures';
import { RLock, setExcepthook, Thread } from 'nogil/threading';

/** What a thread does not catch is no news: CPython's interpreter of programs drops it too. */
setExcepthook(() => {});

/** Runs a function in a thread of its own. */
export function inThread<Args extends unknown[], Result>(
  body: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  const end = new Future<Awaited<Result>>();
  Thread.start(runBody, end as Future<unknown>, body as never, args);
  return end.result();
}

/** A body that blocks is not awaited: nothing of an event loop is in its way. */
function runBody(end: Future<unknown>, body: (...args: unknown[]) => unknown, args: unknown[]): unknown {
  try {
    const result = body(...args);
    if (result instanceof Promise) {
      return result.then(
        (value) => end.setResult(value),
        (error) => end.setException(error),
      );
    }
    end.setResult(result);
  } catch (error) {
    end.setException(error);
  }
  return undefined;
}

const outside = new AsyncResource('nogil.oracle');

/**
 * Runs a function in a flow of its own, as if it were a thread of its own: what it acquires again is its own, and not that
 * of whoever started it.
 */
export function inFlow<Result>(body: () => Result): Promise<Awaited<Result>> {
  return outside.runInAsyncScope(() => new RLock().use(body));
}
