/**
 * The isolates that Threads run in. One whose Thread has ended, and has left nothing in it, is kept warm for the next: to
 * start another one takes some 20 to 40 ms.
 *
 * Each is a pool of one worker, so that a Thread never stands behind another.
 *
 * @module
 */

import { availableParallelism } from 'node:os';
import { describe } from '../functions/describe.js';
import { letFunctionsTravel } from '../functions/travelling.js';
import type { Future } from '../futures/future.js';
import { hold, release } from '../futures/isolate.js';
import { checkPoolOptions } from '../futures/pool-options.js';
import { letFuturesTravel } from '../futures/shared-futures.js';
import { flush, submitMarked } from '../futures/submission.js';
import { letExecutorsTravel } from '../futures/thread-pool-executor.js';
import { WorkerThreads } from '../futures/worker-threads.js';
import { entry } from './entry.js';
import { identOf } from './native-id.js';

/** So many are kept warm. */
const MOST_WARM = Math.max(4, availableParallelism());
/** Milliseconds. One that nobody has used for so long ends. */
const IDLE = 10_000;

const BYTES_OF_MEGABYTE = 2 ** 20;

/** The one that was used last is the last. */
const warm: ThreadIsolate[] = [];
/** Bytes of the stack of isolates that are started from now on; 0 is Node's own choice. */
let stackBytes = 0;

/** See the module. */
export class ThreadIsolate {
  readonly #threads: WorkerThreads;
  readonly stackBytes: number = stackBytes;
  /** The number that the system has given its thread, once it has told. */
  nativeId: number | null = null;

  /** Starts one. */
  constructor() {
    letExecutorsTravel();
    letFunctionsTravel();
    letFuturesTravel();
    const resourceLimits = stackBytes === 0 ? undefined : { stackSizeMb: stackBytes / BYTES_OF_MEGABYTE };
    this.#threads = new WorkerThreads(checkPoolOptions({ maxWorkers: 1, idleTimeout: IDLE, resourceLimits }), 'Thread');
    this.#threads.events.once('workerExit', () => this.#exited());
    this.run(entry.prepare, [], true).addDoneCallback((future) => {
      if (!future.cancelled() && future.exceptionSync() === undefined) {
        this.nativeId = future.resultSync() as number | null;
      }
    });
  }

  /** Runs a function in it. Unless it is a daemon, it keeps the program alive until it has ended. */
  run(fn: unknown, args: readonly unknown[], daemon: boolean, marks = 0): Future<unknown> {
    const future = submitMarked(this.#threads, describe(fn), args, marks);
    if (daemon) {
      release();
      future.addDoneCallback(hold);
    }
    this.#threads.startIfNeeded();
    // This thread may be blocked from now on, by what knows nothing of tasks.
    flush();
    return future;
  }

  /** The number of its thread. */
  get ident(): number | null {
    const [threadId] = this.#threads.threadIds();
    return threadId === undefined ? null : identOf(threadId);
  }

  /** It ends when it has nothing to do. */
  close(): void {
    this.#threads.close();
  }

  #exited(): void {
    const at = warm.indexOf(this);
    if (at >= 0) {
      warm.splice(at, 1);
    }
    this.close();
  }
}

/** An isolate for a Thread. */
export function takeIsolate(fresh: boolean): ThreadIsolate {
  return (fresh ? undefined : warm.pop()) ?? new ThreadIsolate();
}

function closeAll(): void {
  for (const isolate of warm.splice(0)) {
    isolate.close();
  }
}

/** Its Thread has ended, and has left nothing in it. */
export function giveBack(isolate: ThreadIsolate): void {
  if (isolate.stackBytes !== stackBytes) {
    isolate.close();
    return;
  }
  warm.push(isolate);
  if (warm.length > MOST_WARM) {
    warm.shift()?.close();
  }
}

/** Has isolates from now on a stack of so many bytes. Gives what held until then. */
export function setStackBytes(bytes: number): number {
  const before = stackBytes;
  stackBytes = bytes;
  if (before !== bytes) {
    closeAll();
  }
  return before;
}

/** What new isolates have. */
export function currentStackBytes(): number {
  return stackBytes;
}
