/**
 * What a Thread is, apart from its methods: plain data in one field of it, so that a Thread travels as any instance does.
 *
 * @module
 */

import { threadId } from 'node:worker_threads';
import { Future } from '../futures/future.js';

/** The function that a thread runs. */
export type Target = (...args: never[]) => unknown;

/** See the module. */
export interface ThreadState {
  /** Tells the Thread, and all copies of it, from all others of the process. */
  readonly key: string;
  name: string;
  daemon: boolean;
  /** It runs in an isolate of its own that nobody has used. */
  fresh: boolean;
  /** What it runs; undefined from its start on. */
  target: Target | undefined;
  args: readonly unknown[];
  started: boolean;
  ident: number | null;
  nativeId: number | null;
  /** Another one than those that are started by `start()`. */
  kind: 'main' | 'dummy' | undefined;
  /** Other threads are told of its end by that. It is made when the Thread travels. */
  readonly ended: Future<undefined>;
}

/** Of all threads, as the name of whatever is to travel with an instance. */
const key = Symbol.for('nogil.threadState');

/** What a Thread is. */
export function stateOf(thread: object): ThreadState {
  return (thread as { [key]: ThreadState })[key];
}

/** Makes an object a Thread, as far as its state does. */
export function setState(thread: object, state: ThreadState): void {
  (thread as { [key]: ThreadState })[key] = state;
}

/** Those that were made, by states. */
const ends = new WeakMap<ThreadState, Future<undefined>>();
const over = new WeakSet<ThreadState>();

let made = 0;

const none: readonly unknown[] = [];

function newKey(): string {
  made += 1;
  return `${threadId}-${made}`;
}

/** The state of a Thread that has not started. */
export function newState(
  name: string,
  daemon: boolean,
  fresh = false,
  target?: Target,
  args: readonly unknown[] = none,
  key: string = newKey(),
): ThreadState {
  return {
    key,
    name,
    daemon,
    fresh,
    target,
    args,
    started: false,
    ident: null,
    nativeId: null,
    kind: undefined,
    get ended() {
      return endOf(this);
    },
  };
}

function endOf(state: ThreadState): Future<undefined> {
  let end = ends.get(state);
  if (end === undefined) {
    end = new Future<undefined>();
    ends.set(state, end);
    if (over.has(state)) {
      end.setResult(undefined);
    }
  }
  return end;
}

/** The thread is over: those that have copies of the Thread are told. */
export function tellEnd(state: ThreadState): void {
  over.add(state);
  ends.get(state)?.setResult(undefined);
}
