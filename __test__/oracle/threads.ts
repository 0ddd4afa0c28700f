/** Where bodies of programs run: in threads, and in flows of this thread. */

import { AsyncResource } from 'node:async_hooks';
import { ThreadPoolExecutor } from 'nogil/futures';
import { RLock } from 'nogil/threading';

/** More than a program has. */
const MOST = 64;

/** Threads stay for the programs that follow. */
let pool: ThreadPoolExecutor | undefined;

/** Runs a function in a thread where nothing else runs meanwhile. */
export function inThread<Args extends unknown[], Result>(
  body: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  pool ??= new ThreadPoolExecutor({ maxWorkers: MOST });
  return pool.submit(body as never, ...(args as unknown as never[])) as unknown as Promise<Awaited<Result>>;
}

const outside = new AsyncResource('nogil.oracle');

/**
 * Runs a function in a flow of its own, as if it were a thread of its own: what it acquires again is its own, and not that
 * of whoever started it.
 */
export function inFlow<Result>(body: () => Result): Promise<Awaited<Result>> {
  return outside.runInAsyncScope(() => new RLock().use(body));
}
