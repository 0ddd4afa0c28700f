/** What programs of the oracle call on Futures that they have made by hand. */

import { Future, ValueError } from 'nogil/futures';
import { newError } from './functions.js';
import type { Step } from './programs.js';

/** A call: the method and its arguments. */
export type Call = Omit<Step, 'i' | 'o'>;

/** The methods, by their names in Python. `note` writes to the log of the program. */
export const futureCalls: Record<
  string,
  (future: Future<unknown>, call: Call, timeout: number | undefined, note: (text: string) => void) => unknown
> = {
  cancel: (future) => future.cancel(),
  cancelled: (future) => future.cancelled(),
  done: (future) => future.done(),
  running: (future) => future.running(),
  result: (future, _call, timeout) => future.result(timeout),
  exception: (future, _call, timeout) => future.exception(timeout),
  set_result: (future, { v }) => future.setResult(v),
  set_exception: (future, { x = '', msg = '' }) => future.setException(newError(x, msg)),
  set_running_or_notify_cancel: (future) => future.setRunningOrNotifyCancel(),
  add_done_callback: (future, { cb, boom }, _timeout, note) =>
    future.addDoneCallback((done) => {
      note(`${cb}:${endOf(done)}`);
      if (boom === true) {
        throw new ValueError('callback');
      }
    }),
};

function endOf(future: Future<unknown>): string {
  if (future.cancelled()) {
    return 'c';
  }
  return future.exceptionSync() === undefined ? 'r' : 'x';
}

/** Makes one. */
export function newFuture(): Future<unknown> {
  return new Future<unknown>();
}
