/**
 * The worker threads of one pool: started on demand, replaced when they die, ended at shutdown.
 *
 * @module
 */

import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { isExiting } from '../binding/interrupt.js';
import { native } from '../binding/native.js';
import { type Housekeeping, notWhileBlocked, whileBlocked } from '../binding/waiting.js';
import { failureOf } from '../codec/failure.js';
import { type Limits, toNumbers } from '../codec/limits.js';
import { BrokenThreadPool, QueueFullError, RuntimeError, WorkerTerminated } from '../errors.js';
import { Grace } from './grace.js';
import { type Initializer, writeInitializer } from './initializer.js';
import { addPool, failTask, removePool, type TaskOwner } from './pending.js';
import type { PoolEvents } from './pool-events.js';
import type { PoolOptions } from './pool-options.js';
import { type PoolStats, poolStats, Samples } from './pool-stats.js';
import { drain } from './settlement.js';
import { readWanted, SidePorts } from './side-ports.js';
import { flush } from './submission.js';
import { whyItEnded } from './why-ended.js';
import { startWorker } from './worker-start.js';
import { WorkerThread } from './worker-thread.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { queueMicrotask } = globalThis;

let lanes = 0;

/** So often another thread is started in the place of one that could not start, where others are there. */
const MOST_FAILED_STARTS = 3;

/** See the module. */
export class WorkerThreads implements TaskOwner {
  /** The pool's key. */
  readonly key: number;
  readonly limits: Limits;
  readonly side: SidePorts = new SidePorts();
  readonly #most: number;
  readonly #options: PoolOptions;
  readonly #initializer: Initializer | undefined;
  readonly #name: string;
  /** Threads that were started so far. */
  #started = 0;
  readonly #threads = new Map<number, WorkerThread>();
  /** Tasks that have not ended. `submit` counts them up. */
  tasks = 0;
  /** Bytes of their arguments, where that has a limit. */
  bytes = 0;
  readonly isBounded: boolean;
  readonly samples: Samples = new Samples();
  readonly events: EventEmitter<PoolEvents> = new EventEmitter();
  readonly #mostTasks: number;
  readonly #grace: Grace;
  /** Of these, those that a worker has died with, and that wait for its exit code. */
  #lost = 0;
  /** How many threads could not start since one has. */
  #failedStarts = 0;
  /** Threads that have died, and whose exit code is not known yet. */
  #dead = 0;
  #closed = false;
  #broken: BrokenThreadPool | null = null;
  #ended: (() => void)[] = [];
  /** Why what is left fails, once its time is over. */
  #stopReason: [unknown] | undefined;

  /** A pool, none of whose threads is started yet. */
  constructor(options: PoolOptions, name: string) {
    this.#initializer = writeInitializer(options);
    this.limits = options.limits;
    this.key = native.openPool(options.maxWorkers, toNumbers(options.limits));
    this.#most = options.maxWorkers;
    this.#options = options;
    const { maxWorkers, tasksPerWorker, maxQueue, maxQueueBytes } = options;
    this.#mostTasks = maxQueue + maxWorkers * tasksPerWorker;
    this.isBounded = maxQueue !== Number.POSITIVE_INFINITY || maxQueueBytes !== Number.POSITIVE_INFINITY;
    this.#name = name;
    this.#grace = new Grace(this.key, options.graceTime, (lane) => this.#end(lane));
    addPool(this);
    whileBlocked(this.#whileBlocked);
  }

  assertOpen(): void {
    if (this.#broken !== null) {
      throw this.#broken;
    }
    if (this.#closed || isExiting) {
      throw new RuntimeError(`cannot schedule new futures after ${isExiting ? 'the exit' : 'shutdown'}`);
    }
  }

  admit(bytes: number): void {
    const { maxQueue, maxQueueBytes } = this.#options;
    if (this.tasks >= this.#mostTasks) {
      throw new QueueFullError(`the queue is full: maxQueue is ${maxQueue}`);
    }
    if (this.bytes + bytes > maxQueueBytes) {
      const left = maxQueueBytes - this.bytes;
      throw new QueueFullError(
        `the queue is full: the arguments are ${bytes} bytes, and ${left} of maxQueueBytes are left`,
      );
    }
  }

  taskEnded(): void {
    this.tasks -= 1;
    if (this.tasks === 0) {
      this.#allEnded();
    }
  }

  #allEnded(): void {
    this.#emit('drain');
    if (this.#closed) {
      this.#endIfDone();
    }
  }

  /** After the code that runs, which listeners would come between. */
  #emit<Name extends keyof PoolEvents>(name: Name, ...args: PoolEvents[Name]): void {
    const { events } = this;
    if (events.listenerCount(name) > 0) {
      queueMicrotask(() => (events as EventEmitter).emit(name, ...args));
    }
  }

  /** What it has to do, does, and has done. */
  stats(): PoolStats {
    flush();
    return poolStats(this.key, this.samples, this.#threads);
  }

  /** The numbers that Node has given its threads. */
  threadIds(): number[] {
    return [...this.#threads.values()].map(({ info }) => info.threadId);
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
    for (const thread of this.#threads.values()) {
      if (thread.forgetLost(task)) {
        this.#lost -= 1;
        failTask(task, new WorkerTerminated('the worker that ran the task has ended'));
        return;
      }
    }
  }

  workerWanted(): void {
    if (this.brokenReason() !== null) {
      native.breakQueued(this.key);
    } else if (this.#isShort() && this.#threads.size - this.#dead < this.#most + native.blockedWorkers(this.key)) {
      this.#startOne();
    }
  }

  brokenReason(): unknown {
    return this.#stopReason === undefined ? this.#broken : this.#stopReason[0];
  }

  abortBegan(lane: number, abort: number): void {
    this.#grace.begin(lane, abort);
  }

  /** Ends a thread, whatever it does. */
  #end(lane: number): void {
    const thread = this.#threads.get(lane);
    if (thread !== undefined) {
      thread.aborted = true;
      native.interruptLane(this.key, lane);
      void thread.worker.terminate();
    }
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

  /** Starts all threads. Resolves when they are ready for tasks. */
  async prestart(): Promise<void> {
    let before = -1;
    // No more than can be started: with some that there are, one that could not start breaks nothing.
    while (this.#threads.size - this.#dead < this.#most && this.#threads.size > before) {
      before = this.#threads.size;
      this.#startOne();
    }
    const starting = [...this.#threads.values()].filter(({ ready }) => !ready);
    await Promise.all(starting.map((thread) => thread.started()));
    for (const { worker } of this.#threads.values()) {
      if (this.#ended.length === 0) {
        worker.unref();
      }
    }
    if (this.#broken !== null) {
      throw this.#broken;
    }
  }

  /** Ends all threads, and fails what they run. */
  stop(reason: unknown): void {
    this.#stopReason = [reason];
    flush();
    native.breakQueued(this.key);
    for (const lane of this.#threads.keys()) {
      this.#end(lane);
    }
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
    for (const { lane, joined } of native.takeDeadLanes(this.key)) {
      const thread = this.#threads.get(lane);
      if (thread === undefined) {
        continue;
      }
      thread.dead = true;
      this.#dead += 1;
      if (joined) {
        this.#replace();
      } else if (!this.#initializerFailed(lane)) {
        this.#startFailed(new WorkerTerminated('the worker has ended before it has joined its pool'));
      }
    }
    readWanted();
    // That a thread has joined is told by the event loop.
    this.workerWanted();
    return this.tasks > 0;
  };

  /** Starts one more thread if all may be busy. */
  startIfNeeded(): void {
    if (this.#closed) {
      // Those that there are run what is queued. Where there are none, `#endIfDone` sees to it.
      return;
    }
    const living = this.#threads.size - this.#dead;
    if (living < this.#most && this.tasks - this.#lost > living && this.#broken === null) {
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
    const name = `${this.#name}_${this.#started}`;
    const worker = this.#startThread(lane, name);
    this.#started += 1;
    const thread = new WorkerThread(worker, name);
    this.#threads.set(lane, thread);
    if (this.#ended.length === 0) {
      // Tasks keep the process alive, idle threads do not.
      worker.unref();
    }
    thread.onReady(() => this.#joined(thread));
    worker.on('error', (error: unknown) => {
      thread.error = error;
      this.#emit('workerError', { ...thread.info, error });
    });
    worker.once('exit', (code) => this.#exited(lane, thread, code));
  }

  #startThread(lane: number, name: string): Worker {
    try {
      return startWorker(this.key, lane, name, this.#options, this.#initializer, this.side.open(lane));
    } catch (error) {
      this.side.close(lane);
      throw error;
    }
  }

  #joined(thread: WorkerThread): void {
    thread.join();
    this.#failedStarts = 0;
    this.#emit('workerStart', thread.info);
    this.workerWanted();
  }

  /** Whether a thread has ended because of its initializer, which then breaks the pool. */
  #initializerFailed(lane: number): boolean {
    const failure = this.side.takeFailure(lane);
    if (failure === undefined) {
      return false;
    }
    const initializerError = failureOf(failure);
    this.#break(`the initializer of a worker has failed: ${String(initializerError)}`, { initializerError });
    return true;
  }

  #exited(lane: number, thread: WorkerThread, exitCode: number): void {
    // The task that it died with has come back by now, but may not have been read.
    drain();
    const initializerFailed = this.#initializerFailed(lane);
    this.side.close(lane);
    this.#threads.delete(lane);
    this.#lost -= thread.lost.length;
    this.#dead -= thread.dead ? 1 : 0;
    thread.ended();
    this.#emit('workerExit', { ...thread.info, exitCode });
    const reason = this.#stopReason === undefined ? whyItEnded(thread, exitCode) : this.#stopReason[0];
    for (const task of thread.lost) {
      failTask(task, reason);
    }
    if (thread.ready) {
      this.#replace();
    } else if (!initializerFailed && (this.tasks > 0 || thread.isAwaited || this.#isShort())) {
      this.#startFailed(reason);
    }
    this.#endIfDone();
  }

  /** A thread that had joined the pool has died. */
  #replace(): void {
    this.startIfNeeded();
    this.workerWanted();
  }

  /** Whether there are tasks that no thread is free for, nor will be as soon as it has started: other threads submit too. */
  #isShort(): boolean {
    return native.isShortOfWorkers(this.key, this.#threads.size - this.#dead);
  }

  /** The threads that there are go on. With none, another would fail too, again and again. */
  #startFailed(cause: unknown): void {
    if (this.#threads.size === this.#dead) {
      this.#break('a worker thread of the pool could not start', { cause });
    } else if (this.#failedStarts < MOST_FAILED_STARTS) {
      this.#failedStarts += 1;
      // It may have been expected to take what is queued.
      this.workerWanted();
    }
  }

  /** Nothing that waits will run, and nothing can be submitted. */
  #break(message: string, why: { cause: unknown } | { initializerError: unknown }): void {
    if (this.#broken === null) {
      this.#broken = new BrokenThreadPool(message, why);
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
    // Another thread may have submitted tasks.
    this.workerWanted();
    if (this.#threads.size > 0) {
      return;
    }
    removePool(this);
    this.#grace.stop();
    native.forgetPool(this.key);
    notWhileBlocked(this.#whileBlocked);
    for (const resolve of this.#ended) {
      resolve();
    }
    this.#ended = [];
  }
}
