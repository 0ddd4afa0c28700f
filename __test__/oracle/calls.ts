/** What programs of the oracle call on their objects: the methods, by their names in Python. */

import type { Future } from 'nogil/futures';
import { ValueError } from 'nogil/futures';
import type { Barrier } from 'nogil/threading';
import { callPlain, callWaiting } from './forms.js';
import { newError } from './functions.js';
import { notSupported } from './not-supported.js';
import type { Step } from './programs.js';
import { attributes } from './thread-objects.js';

/** A call: the method and its arguments. */
export type Call = Omit<Step, 'i' | 'o'>;

/** Milliseconds, by the name that a timeout has in a program. */
const timeouts: Record<string, number> = { short: 20, long: 60_000, zero: 0, neg: -1 };

/** Milliseconds that a call may take. */
export function timeoutOf({ t }: Call): number | undefined {
  return t === undefined ? undefined : timeouts[t];
}

/** -1 is no timeout where something is acquired: what is negative there is another number. */
function acquireTimeoutOf(call: Call): number | undefined {
  return call.t === 'neg' ? -2 : timeoutOf(call);
}

/** The arguments, without those at the end that are not given. */
function given(...args: unknown[]): unknown[] {
  return args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
}

/** How a method is called here. */
interface Method {
  name: string;
  args?: (call: Call) => unknown[];
}

/** Those that may wait, which have two forms. */
const waiting: Record<string, Method> = {
  acquire: { name: 'acquire', args: (call) => given(call.blocking, acquireTimeoutOf(call)) },
  wait: { name: 'wait', args: (call) => given(timeoutOf(call)) },
  wait_for: { name: 'waitFor', args: (call) => given(() => call.v, timeoutOf(call)) },
  put: { name: 'put', args: (call) => given(call.v, call.block, timeoutOf(call)) },
  get: { name: 'get', args: (call) => given(call.block, timeoutOf(call)) },
  result: { name: 'result', args: (call) => given(timeoutOf(call)) },
  exception: { name: 'exception', args: (call) => given(timeoutOf(call)) },
  join: { name: 'join', args: (call) => given(timeoutOf(call)) },
};

/** The others. */
const plain: Record<string, Method> = {
  release: { name: 'release', args: ({ count }) => given(count) },
  locked: { name: 'locked' },
  set: { name: 'set' },
  clear: { name: 'clear' },
  is_set: { name: 'isSet' },
  notify: { name: 'notify', args: ({ count = 1 }) => [count] },
  notify_all: { name: 'notifyAll' },
  abort: { name: 'abort' },
  reset: { name: 'reset' },
  put_nowait: { name: 'putNowait', args: ({ v }) => [v] },
  get_nowait: { name: 'getNowait' },
  task_done: { name: 'taskDone' },
  qsize: { name: 'qsize' },
  empty: { name: 'empty' },
  full: { name: 'full' },
  shutdown: { name: 'shutdown', args: ({ immediate = false }) => [immediate] },
  cancel: { name: 'cancel' },
  cancelled: { name: 'cancelled' },
  done: { name: 'done' },
  running: { name: 'running' },
  start: { name: 'start' },
  is_alive: { name: 'isAlive' },
  set_result: { name: 'setResult', args: ({ v }) => [v] },
  set_exception: { name: 'setException', args: ({ x = '', msg = '' }) => [newError(x, msg)] },
  set_running_or_notify_cancel: { name: 'setRunningOrNotifyCancel' },
};

/** Calls a method of an object. `note` writes to the log of the program. */
export function callMethod(object: object, call: Call, isBlocked: boolean, note: (text: string) => void): unknown {
  const m = call.m ?? '';
  const method = waiting[m];
  if (method !== undefined) {
    return callWaiting(object, method.name, isBlocked, ...(method.args?.(call) ?? []));
  }
  const other = plain[m];
  if (other !== undefined) {
    return callPlain(object, other.name, ...(other.args?.(call) ?? []));
  }
  const attribute = attributes[m];
  if (attribute !== undefined) {
    return attribute(object, call);
  }
  switch (m) {
    case 'info': {
      const { parties, nWaiting, broken } = object as Barrier;
      return [parties, nWaiting, broken];
    }
    case 'add_done_callback':
      return (object as Future<unknown>).addDoneCallback((done) => {
        note(`${call.cb}:${endOf(done)}`);
        if (call.boom === true) {
          throw new ValueError('callback');
        }
      });
    default:
      return notSupported(`the method ${m}`);
  }
}

function endOf(future: Future<unknown>): string {
  if (future.cancelled()) {
    return 'c';
  }
  return future.exceptionSync() === undefined ? 'r' : 'x';
}
