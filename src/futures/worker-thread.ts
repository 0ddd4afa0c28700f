/**
 * A worker thread of a pool, and what is known of it.
 *
 * @module
 */

import type { Worker } from 'node:worker_threads';
import type { WorkerInfo } from './pool-events.js';
import type { EndedWorker } from './why-ended.js';
import { READY } from './worker-start.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { performance } = globalThis;

/** See the module. */
export class WorkerThread implements EndedWorker {
  readonly worker: Worker;
  readonly info: WorkerInfo;
  /** It has joined the pool. */
  ready = false;
  /** The uncaught error that ends it. */
  error: unknown;
  /** Tasks that it died with: they fail when its exit code is known. */
  readonly lost: number[] = [];
  /** It has died. Its exit code is not known yet. */
  dead = false;
  /** It is ended because one of its tasks was aborted and has not ended. */
  aborted = false;
  /** Who waits for its start. */
  readonly #waiting: (() => void)[] = [];
  /** When it has joined the pool. */
  #since = 0;

  /** A thread that was just started. */
  constructor(worker: Worker, name: string) {
    this.worker = worker;
    this.info = { name, threadId: worker.threadId };
  }

  /** Has `joined` called when it says that it has joined the pool. */
  onReady(joined: () => void): void {
    const { worker } = this;
    const listener = (message: unknown) => {
      // Its initializer may post others. Who listens to a worker keeps the program alive.
      if (message === READY) {
        worker.off('message', listener);
        joined();
      }
    };
    worker.on('message', listener);
  }

  /** It has joined the pool. */
  join(): void {
    this.ready = true;
    this.#since = performance.now();
    this.#tellStarted();
  }

  /** It has ended. */
  ended(): void {
    this.#tellStarted();
  }

  #tellStarted(): void {
    for (const resolve of this.#waiting) {
      resolve();
    }
  }

  /** Resolves when it has joined the pool, or has ended instead. It keeps the process alive until then. */
  started(): Promise<void> {
    this.worker.ref();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Somebody has waited for its start. */
  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** So long it has been in the pool, in milliseconds. */
  get age(): number {
    return performance.now() - this.#since;
  }

  /** It has not died with that task. */
  forgetLost(task: number): boolean {
    const index = this.lost.indexOf(task);
    if (index >= 0) {
      this.lost.splice(index, 1);
    }
    return index >= 0;
  }
}
