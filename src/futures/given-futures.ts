/**
 * The Futures that `wait` and `asCompleted` are given.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import type { Future } from './future.js';
import { copyOf } from './thread-futures.js';

/** Each of them once. Throws a TypeError that names what is no Future. */
export function givenFutures<T>(fs: Iterable<Future<T>>): Set<Future<T>> {
  if (typeof (fs as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] !== 'function') {
    throw wrongType('fs', 'an iterable of Futures', fs);
  }
  const futures = new Set<Future<T>>();
  let index = 0;
  for (const future of fs) {
    if (copyOf(future) === undefined) {
      throw wrongType(`fs[${index}]`, 'a Future', future);
    }
    futures.add(future);
    index += 1;
  }
  return futures;
}
