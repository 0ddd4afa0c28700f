/** A Future in each of its states, made by hand. */

import { Future, onUnobserved } from 'nogil/futures';

// Many of these fail, and nobody looks.
onUnobserved(() => {});

export function pendingFuture(): Future<unknown> {
  return new Future<unknown>();
}

export function runningFuture(): Future<unknown> {
  const future = new Future<unknown>();
  future.setRunningOrNotifyCancel();
  return future;
}

/** Cancelled; whoever would run it does not know yet. */
export function cancelledFuture(): Future<unknown> {
  const future = new Future<unknown>();
  future.cancel();
  return future;
}

/** Cancelled, and whoever would run it knows. */
export function notifiedFuture(): Future<unknown> {
  const future = cancelledFuture();
  future.setRunningOrNotifyCancel();
  return future;
}

/** What a failed Future has failed with. */
export class Failure extends Error {}

export function failedFuture(exception: unknown = new Failure('failed')): Future<unknown> {
  const future = new Future<unknown>();
  future.setException(exception);
  return future;
}

export function successfulFuture(result: unknown = 42): Future<unknown> {
  const future = new Future<unknown>();
  future.setResult(result);
  return future;
}

/** The state of a Future, as its methods tell it. */
export function stateOf(future: Future<unknown>): string {
  if (future.running()) {
    return 'running';
  }
  if (future.cancelled()) {
    return 'cancelled';
  }
  return future.done() ? 'done' : 'pending';
}
