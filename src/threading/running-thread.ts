/**
 * A Thread that was started, in the eyes of who has started it: it lends it an isolate, and looks after its end.
 *
 * @module
 */

import { failureOf } from '../codec/failure.js';
import { RuntimeError, TaskError, TimeoutError, WorkerTerminated } from '../errors.js';
import '../futures/blocking.js';
import type { Future } from '../futures/future.js';
import { blockInTime, doneInTime } from '../futures/in-time.js';
import { hold, release } from '../futures/isolate.js';
import { AROUND } from '../futures/status.js';
import { addCallback, look } from '../futures/watchers.js';
import { entry } from './entry.js';
import { tellUncaught } from './excepthook.js';
import { here } from './this-thread.js';
import type { Thread } from './thread.js';
import { CLEAN, DAEMON, HOOKED, type ThreadEnd } from './thread-end.js';
import { giveBack, type ThreadIsolate, takeIsolate } from './thread-isolates.js';
import { type ThreadState, tellEnd } from './thread-state.js';

/** See the module. */
export class RunningThread {
  readonly #thread: Thread;
  readonly #state: ThreadState;
  readonly #isolate: ThreadIsolate;
  readonly #future: Future<unknown>;
  #isOver = false;
  /** Called when it has ended. */
  #waiting: (() => void)[] = [];

  /**
   * Starts it. `travels` says that the instance itself runs in the thread, and not its target alone.
   *
   * @throws TaskError when something cannot be sent, RuntimeError when no thread can start.
   */
  constructor(thread: Thread, state: ThreadState, travels: boolean) {
    this.#thread = thread;
    this.#state = state;
    let isolate: ThreadIsolate | undefined;
    try {
      isolate = takeIsolate(state.fresh);
      this.#isolate = isolate;
      this.#future = run(isolate, thread, state, travels);
    } catch (error) {
      isolate?.close();
      throw reasonNotToStart(error, travels);
    }
    look(this.#future);
    addCallback(this.#future, () => this.#finish());
    here.started.add(thread);
  }

  get isAlive(): boolean {
    return !this.#future.done();
  }

  get ident(): number | null {
    return this.#isolate.ident;
  }

  get nativeId(): number | null {
    return this.#isolate.nativeId;
  }

  /** Resolves when it has ended, or the time is over. */
  ended(milliseconds: number): Promise<void> {
    if (this.#isOver) {
      return Promise.resolve();
    }
    // One that is a daemon keeps the program alive as long as somebody waits for it.
    hold();
    if (milliseconds === Number.POSITIVE_INFINITY) {
      return new Promise((resolve) => {
        this.#waiting.push(() => {
          release();
          resolve();
        });
      });
    }
    return doneInTime(this.#future, milliseconds)
      .then(() => this.#finish(), ignoreTimeout)
      .finally(release);
  }

  /** Blocks the thread until it has ended, or the time is over. */
  block(milliseconds: number): void {
    try {
      blockInTime(this.#future, milliseconds);
    } catch (error) {
      ignoreTimeout(error);
      return;
    }
    this.#finish();
  }

  /** It has ended. */
  #finish(): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    here.started.delete(this.#thread);
    this.#state.ident ??= this.#isolate.ident;
    this.#state.nativeId ??= this.#isolate.nativeId;
    const failure = this.#future.exceptionSync();
    const end = failure === undefined ? this.#future.resultSync() : undefined;
    if (end === CLEAN && !this.#state.fresh) {
      giveBack(this.#isolate);
    } else if (end === CLEAN) {
      this.#isolate.close();
    } else if (end === undefined) {
      this.#isolate.close();
      this.#tell(failure, false);
    } else {
      this.#read(end as ThreadEnd);
    }
    tellEnd(this.#state);
    for (const tell of this.#waiting.splice(0)) {
      tell();
    }
  }

  #read({ leftovers, failure, isTold, name, fields }: ThreadEnd): void {
    if (leftovers) {
      void this.#leave();
    } else if (this.#state.fresh) {
      this.#isolate.close();
    } else {
      giveBack(this.#isolate);
    }
    this.#state.name = name;
    for (const [key, value] of Object.entries(fields ?? {})) {
      // It may have been made read-only here.
      Reflect.set(this.#thread, key, value);
    }
    if (failure !== undefined) {
      this.#tell(failureOf(failure), isTold);
    }
  }

  /** What the Thread has left goes on until it has ended, and then its own daemons do. */
  async #leave(): Promise<void> {
    await this.#isolate.run(entry.goOn, [], this.#state.daemon).exception();
    await this.#isolate.run(entry.joinAll, [], true).exception();
    this.#isolate.close();
  }

  #tell(error: unknown, isTold: boolean): void {
    // Python's SystemExit.
    const hasLeft = error instanceof WorkerTerminated && error.exitCode === 0 && error.cause === undefined;
    if (!hasLeft) {
      tellUncaught(this.#thread, error, isTold);
    }
  }
}

function run(isolate: ThreadIsolate, thread: Thread, state: ThreadState, travels: boolean): Future<unknown> {
  const flags = (state.daemon ? DAEMON : 0) | (here.hook === undefined ? 0 : HOOKED);
  if (travels) {
    return isolate.run(entry.runInstance, [thread, flags], state.daemon);
  }
  const { target = entry.doNothing, args, name, key } = state;
  return isolate.run(target, [...args, name, key, flags], state.daemon, AROUND);
}

function reasonNotToStart(error: unknown, travels: boolean): unknown {
  if (error instanceof RuntimeError) {
    return new RuntimeError("can't start new thread", { cause: error });
  }
  if (error instanceof TaskError && travels) {
    error.message = error.message.replace('Cannot send argument 1', 'Cannot send the Thread');
  }
  return error;
}

/** Throws what is no TimeoutError: a join that is over before its thread has not failed. */
export function ignoreTimeout(error: unknown): void {
  if (!(error instanceof TimeoutError)) {
    throw error;
  }
}
