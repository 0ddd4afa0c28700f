/**
 * The threads that there are, as one of them sees them.
 *
 * @module
 */

import * as workerThreads from 'node:worker_threads';
import { isMainThread, threadId } from 'node:worker_threads';
import { taskThread } from '../futures/task-thread.js';
import { getIdent, getNativeId, identOf } from './native-id.js';
import { here } from './this-thread.js';
import { Thread } from './thread.js';
import { newState, setState, type ThreadState } from './thread-state.js';

function threadThatRuns(state: Pick<ThreadState, 'name' | 'daemon' | 'kind' | 'ident' | 'nativeId'>): Thread {
  const thread = Object.create(Thread.prototype) as Thread;
  setState(thread, Object.assign(newState(state.name, state.daemon), state, { started: true }));
  return thread;
}

/**
 * The Thread that calls this. Python: `threading.current_thread`.
 *
 * Workers of executors and of `node:worker_threads` have a dummy, which has a name, is alive, and cannot be joined.
 *
 * # Differences from Python
 * A dummy is no daemon: Node's threads keep the program alive.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.current_thread
 * @example
 * ```ts
 * console.log(currentThread().name);
 * ```
 */
export function currentThread(): Thread {
  here.current ??= isMainThread ? mainThread() : dummy();
  return here.current;
}

function dummy(): Thread {
  const { threadName } = workerThreads as { threadName?: string | null };
  const isWorkerOfPool = taskThread() !== undefined;
  return threadThatRuns({
    // Node gives a name to those that have none.
    name: isWorkerOfPool && threadName ? threadName : `Dummy-${threadId}`,
    daemon: false,
    kind: 'dummy',
    ident: getIdent(),
    nativeId: getNativeId(),
  });
}

/**
 * The main thread of the program. Python: `threading.main_thread`.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.main_thread
 * @example
 * ```ts
 * if (currentThread() === mainThread()) {
 *   console.log('this is the main thread');
 * }
 * ```
 */
export function mainThread(): Thread {
  here.main ??= threadThatRuns({
    name: 'MainThread',
    daemon: false,
    kind: 'main',
    ident: identOf(0),
    // On Linux, where it is known, it is the process's.
    nativeId: getNativeId() === null ? null : process.pid,
  });
  return here.main;
}

/**
 * The Threads that are alive, as far as this thread knows of them: the main thread, itself, and those that it has started.
 * Python: `threading.enumerate`.
 *
 * # Differences from Python
 * Threads that others have started are not among them.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.enumerate
 * @example
 * ```ts
 * for (const thread of enumerate()) {
 *   console.log(thread.name, thread.daemon);
 * }
 * ```
 */
export function enumerate(): Thread[] {
  const started = [...here.started].filter((thread) => thread.isAlive());
  return [...new Set([mainThread(), currentThread(), ...started])];
}

/**
 * How many Threads `enumerate()` gives. Python: `threading.active_count`.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.active_count
 * @example
 * ```ts
 * console.log(`${activeCount()} threads`);
 * ```
 */
export function activeCount(): number {
  return enumerate().length;
}
