/**
 * What `await` waits for.
 *
 * @module
 */

/** Whether `await` would call its `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const canHaveThen = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return canHaveThen && typeof (value as { then?: unknown }).then === 'function';
}
