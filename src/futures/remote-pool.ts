/**
 * A pool that another thread has made, as a submitter sees it.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { type Limits, ofNumbers } from '../codec/limits.js';
import { RuntimeError, WorkerTerminated } from '../errors.js';
import { addPool, failTask, removePool, type TaskOwner } from './pending.js';

/** See the module. Its workers belong to the thread that made it, and so does its end. */
export class RemotePool implements TaskOwner {
  readonly key: number;
  readonly limits: Limits;
  readonly side = null;
  tasks = 0;
  bytes = 0;
  readonly isBounded = false;
  readonly samples: undefined;
  #forgotten = false;

  /** The pool of that key. */
  constructor(key: number) {
    this.key = key;
    this.limits = ofNumbers(native.limitsOfPool(key));
    addPool(this);
  }

  /** No executor of this thread has the pool any more, or one has it again. */
  setForgotten(isForgotten: boolean): void {
    this.#forgotten = isForgotten;
    this.#removeIfDone();
  }

  #removeIfDone(): void {
    if (this.#forgotten && this.tasks === 0) {
      removePool(this);
    }
  }

  assertOpen(): void {
    if (!native.isOpen(this.key)) {
      throw new RuntimeError('cannot schedule new futures after shutdown');
    }
  }

  /** Its own thread is asked for one when there is none to take the task. */
  startIfNeeded(): void {}

  workerWanted(): void {}

  taskEnded(): void {
    this.tasks -= 1;
    this.#removeIfDone();
  }

  taskLost(_lane: number, task: number): void {
    failTask(task, new WorkerTerminated('the worker that ran the task has ended'));
  }

  /** What is lost has failed. */
  failLost(): void {}

  brokenReason(): unknown {
    return undefined;
  }

  abortBegan(): void {}

  admit(): void {}

  /** @throws RuntimeError */
  prestart(): never {
    throw new RuntimeError('only the thread that made the pool can start its workers');
  }

  /** @throws RuntimeError */
  stats(): never {
    throw new RuntimeError('only the thread that made the pool can ask for its stats');
  }

  /** @throws RuntimeError */
  get events(): never {
    throw new RuntimeError('only the thread that made the pool hears of its events');
  }

  /** @throws RuntimeError */
  stop(): never {
    return this.close();
  }

  /** @throws RuntimeError */
  close(): never {
    throw new RuntimeError('only the thread that made the pool can shut it down');
  }

  /** @throws RuntimeError */
  ended(): never {
    return this.close();
  }
}
