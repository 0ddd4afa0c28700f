/**
 * The worker threads of one pool: started on demand, replaced when they die, ended at shutdown.
 *
 * @module
 */

import { Worker } from 'node:worker_threads';
import { interruptsWorkers } from '../binding/interrupt.js';
import { type AddonStart, addonFile, native } from '../binding/native.js';
import { type Housekeeping, notWhileBlocked, whileBlocked } from '../binding/waiting.js';
import { BrokenThreadPool, RuntimeError, WorkerOutOfMemory, WorkerTerminated } from '../errors.js';
import { workerEntry } from '../files.js';
import { addPool, failTask, removePool, type TaskOwner } from './pending.js';
import { drain } from './settlement.js';
import { flush } from './submission.js';
import { workerExecArgv } from './worker-flags.js';

/** What a worker is started with. */
export interface WorkerStart extends AddonStart {
  /** The pool's key. */
  pool: number;
  /** The worker's number in this thread. */
  lane: number;
  /** How many asynchronous tasks it runs at once. */
  tasksPerWorker: number;
}

let lanes = 0;

/** A worker thread, and what is known of it. */
interface WorkerThread {
  readonly worker: Worker;
  /** It has joined the pool. */
  ready: boolean;
  /** The uncaught error that ends it. */
  error: unknown;
  /** Tasks that it died with: they fail when its exit code is known. */
  readonly lost: number[];
  /** It has died. Its exit code is not known yet. */
  dead: boolean;
}

/** See the module. */
export class WorkerThreads implements TaskOwner {
  /** The pool's key. */
  readonly key: number;
  readonly #most: number;
  readonly #tasksPerWorker: number;
  readonly #name: string;
  readonly #threads = new Map<number, WorkerThread>();
  /** Tasks that have not ended. `submit` counts them up. */
  tasks = 0;
  /** Of these, those that a worker has died with, and that wait for its exit code. */
  #lost = 0;
  /** Threads that have died, and whose exit code is not known yet. */
  #dead = 0;
  #closed = false;
  #broken: BrokenThreadPool | null = null;
  #ended: (() => void)[] = [];

  /** A pool of so many threads at most, none of which is started yet. */
  constructor(most: number, tasksPerWorker: number, name: string) {
    this.key = native.openPool(most);
    this.#most = most;
    this.#tasksPerWorker = tasksPerWorker;
    this.#name = name;
    addPool(this);
    whileBlocked(this.#whileBlocked);
  }

  assertOpen(): void {
    if (this.#closed) {
      throw new RuntimeError('cannot schedule new futures after shutdown');
    }
    if (this.#broken !== null) {
      throw this.#broken;
    }
  }

  taskEnded(): void {
    this.tasks -= 1;
    if (this.tasks === 0 && this.#closed) {
      this.#endIfDone();
    }
  }

  taskLost(lane: number, task: number): void {
    const thread = this.#threads.get(lane);
    if (thread === undefined) {
      failTask(task, new WorkerTerminated('the worker that ran the task has ended'));
    } else {
      thread.lost.push(task);
      this.#lost += 1;
    }
  }

  failLost(task: number): void {
    for (const { lost } of this.#threads.values()) {
      const index = lost.indexOf(task);
      if (index >= 0) {
        lost.splice(index, 1);
        this.#lost -= 1;
        failTask(task, new WorkerTerminated('the worker that ran the task has ended'));
        return;
      }
    }
  }

  workerWanted(): void {
    if (this.#broken !== null) {
      native.breakQueued(this.key);
    } else if (this.#threads.size - this.#dead < this.#most) {
      this.#startOne();
    }
  }

  brokenReason(): unknown {
    return this.#broken;
  }

  /** No more tasks will be submitted: threads end when the queue is empty. */
  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    flush();
    native.closePool(this.key);
    this.#endIfDone();
  }

  /** Resolves when all tasks have ended, and all threads have. */
  ended(): Promise<void> {
    if (this.#isDone()) {
      return Promise.resolve();
    }
    for (const { worker } of this.#threads.values()) {
      worker.ref();
    }
    return new Promise((resolve) => {
      this.#ended.push(resolve);
    });
  }

  /** No event loop tells of deaths while this thread is blocked. */
  readonly #whileBlocked: Housekeeping = () => {
    for (const lane of native.takeDeadLanes(this.key)) {
      const thread = this.#threads.get(lane);
      if (thread !== undefined) {
        thread.dead = true;
        this.#dead += 1;
        this.startIfNeeded();
      }
    }
    return this.tasks > 0;
  };

  /** Starts one more thread if all may be busy. */
  startIfNeeded(): void {
    if (this.#closed) {
      // Those that there are run what is queued. Where there are none, `#endIfDone` sees to it.
      return;
    }
    const living = this.#threads.size - this.#dead;
    if (this.tasks - this.#lost > living && living < this.#most && this.#broken === null) {
      this.#startOne();
    }
  }

  #startOne(): void {
    try {
      this.#start();
    } catch (error) {
      this.#startFailed(error);
    }
  }

  #start(): void {
    lanes += 1;
    const lane = lanes;
    const start: WorkerStart = {
      nogilAddon: addonFile(),
      nogilInterrupts: interruptsWorkers,
      pool: this.key,
      lane,
      tasksPerWorker: this.#tasksPerWorker,
    };
    const worker = new Worker(workerEntry(), {
      workerData: start,
      name: `${this.#name}_${lane}`,
      ...workerExecArgv(process.execArgv),
    });
    const thread: WorkerThread = { worker, ready: false, error: undefined, lost: [], dead: false };
    this.#threads.set(lane, thread);
    if (this.#ended.length === 0) {
      // Tasks keep the process alive, idle threads do not.
      worker.unref();
    }
    worker.once('message', () => {
      thread.ready = true;
      this.#startForOthers();
    });
    worker.on('error', (error: unknown) => {
      thread.error = error;
    });
    worker.once('exit', (code) => this.#exited(lane, thread, code));
  }

  #exited(lane: number, thread: WorkerThread, exitCode: number): void {
    // The task that it died with has come back by now, but may not have been read.
    drain();
    this.#threads.delete(lane);
    this.#lost -= thread.lost.length;
    this.#dead -= thread.dead ? 1 : 0;
    const reason = whyItEnded(thread.error, exitCode);
    for (const task of thread.lost) {
      failTask(task, reason);
    }
    if (thread.ready) {
      this.startIfNeeded();
      this.#startForOthers();
    } else if (this.tasks > 0 || native.isShortOfWorkers(this.key)) {
      this.#startFailed(reason);
    }
    this.#endIfDone();
  }

  /** Starts one more thread if there are tasks that nobody is free for: other threads submit too. */
  #startForOthers(): void {
    if (native.isShortOfWorkers(this.key)) {
      this.workerWanted();
    }
  }

  /** The threads that there are go on. With none, another would fail too, again and again. */
  #startFailed(cause: unknown): void {
    if (this.#threads.size === this.#dead && this.#broken === null) {
      this.#broken = new BrokenThreadPool('a worker thread of the pool could not start', { cause });
      flush();
      native.breakQueued(this.key);
    }
  }

  #isDone(): boolean {
    return this.#closed && this.tasks === 0 && this.#threads.size === 0;
  }

  #endIfDone(): void {
    if (!this.#isDone()) {
      return;
    }
    if (this.#broken === null && native.isShortOfWorkers(this.key)) {
      // Another thread has submitted them.
      this.#startOne();
      return;
    }
    removePool(this);
    native.forgetPool(this.key);
    notWhileBlocked(this.#whileBlocked);
    for (const resolve of this.#ended) {
      resolve();
    }
    this.#ended = [];
  }
}

function whyItEnded(error: unknown, exitCode: number): WorkerTerminated {
  if ((error as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new WorkerOutOfMemory('the worker that ran the task has reached the limit of its heap', { exitCode });
  }
  if (error !== undefined) {
    return new WorkerTerminated('the worker that ran the task was ended by an uncaught error', {
      exitCode,
      cause: error,
    });
  }
  if (exitCode === 0) {
    const message =
      'the worker that ran the task has ended: nothing was left on its event loop, so the promise of the task ' +
      'could never settle, or the task called process.exit(0)';
    return new WorkerTerminated(message, { exitCode });
  }
  return new WorkerTerminated(`the worker that ran the task has ended with exit code ${exitCode}`, { exitCode });
}
