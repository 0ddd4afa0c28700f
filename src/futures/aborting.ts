/**
 * How tasks are ended before they end themselves: by `abort`, by a signal, by a limit of time.
 *
 * A task that no worker has begun is cancelled. Of one that runs, the worker is told, and so is the thread that can end
 * the worker (`WorkerThreads.abortBegan`); the Future fails when the task has ended, in whichever way, with the reason
 * that was given here.
 *
 * @module
 */

import { failureBytes } from '../codec/failure.js';
import { CancelledError, TimeoutError } from '../errors.js';
import { Alarm } from './alarm.js';
import type { Future } from './future.js';
import { isDone } from './future-parts.js';
import { isolate, native } from './isolate.js';
import { futureOf, keyOf, NATIVE, setWatch, type TaskWatch, watchOf } from './pending.js';
import { setCancelled, setFailed } from './settle.js';
import type { CheckedTaskOptions } from './task-options.js';

/** In milliseconds: a worker had the task, and it has no ticket yet. */
const SOON = 5;

/** What is known of a task that may be ended. */
class Endable implements TaskWatch {
  readonly task: number;
  readonly runTimeout: number | undefined;
  readonly #signal: AbortSignal | undefined;
  deadline: Alarm | undefined;
  /** When it is tried again to end it. */
  again: Alarm | undefined;
  #run: Alarm | undefined;
  /** Its worker was told to end it. */
  isAborting = false;
  #reason: unknown;

  constructor(task: number, options?: CheckedTaskOptions) {
    this.task = task;
    this.runTimeout = options?.runTimeout;
    this.#signal = options?.signal;
  }

  abortBegan(reason: unknown): void {
    this.isAborting = true;
    this.#reason = reason;
  }

  begun(elapsed: number): void {
    const { task, runTimeout } = this;
    if (runTimeout !== undefined) {
      const message = `the task has run longer than its runTimeout of ${runTimeout} ms`;
      this.#run = new Alarm(Math.max(runTimeout - elapsed, 0), () => overrun(task, this, message));
    }
  }

  ended(future: Future<unknown>): void {
    this.deadline?.stop();
    this.again?.stop();
    this.#run?.stop();
    if (this.#signal !== undefined) {
      stopListening(this.#signal, this.task);
    }
    if (this.isAborting) {
      setFailed(future, this.#reason);
    }
  }
}

/** Has these options hold for a task that was just written. */
export function limit(task: number, options: CheckedTaskOptions): void {
  const { signal, deadline, runTimeout } = options;
  if (signal === undefined && deadline === undefined && runTimeout === undefined) {
    return;
  }
  const limits = new Endable(task, options);
  setWatch(task, limits);
  if (signal !== undefined) {
    listen(signal, task);
  }
  if (deadline !== undefined) {
    limits.deadline = new Alarm(deadline, () => overrun(task, limits, deadlineMessage(deadline)));
  }
}

/** Why a task with these options is not even submitted: the reason as the only item. */
export function reasonNotToSubmit({ signal, deadline }: CheckedTaskOptions): [unknown] | undefined {
  if (signal?.aborted === true) {
    return [signal.reason];
  }
  return deadline === 0 ? [new TimeoutError(deadlineMessage(deadline))] : undefined;
}

function deadlineMessage(deadline: number): string {
  return `the task has not ended within its deadline of ${deadline} ms from the submit`;
}

function overrun(task: number, watched: Endable, message: string): void {
  insist(task, watched, new TimeoutError(message));
}

/** Ends it, or tries again: a worker may have it that has not been told of it yet. */
function insist(task: number, watched: Endable, reason: unknown): void {
  const future = futureOf(task);
  if (!isDone(future) && !future.abort(reason)) {
    watched.again?.stop();
    watched.again = new Alarm(SOON, () => insist(task, watched, reason));
  }
}

/**
 * Ends a task of this thread; what it was submitted with must have been sent. False when nothing can be done about it.
 * It fails with the reason, or, without one, with a CancelledError.
 */
export function abortTask(task: number, reason: unknown): boolean {
  const future = futureOf(task);
  const key = keyOf(task);
  if (native.cancel(key, task) === 1) {
    if (reason === undefined) {
      setCancelled(future);
    } else {
      setFailed(future, reason);
    }
    return true;
  }
  const known = watchOf(task);
  const limits = known instanceof Endable ? known : new Endable(task);
  if (limits.isAborting) {
    return true;
  }
  const why = reason ?? new CancelledError('the task was aborted');
  if (key === NATIVE || !isolate.abort(key, task, failureBytes(why))) {
    return false;
  }
  if (known !== limits) {
    // One that was a sample is none any more.
    setWatch(task, limits);
  }
  limits.abortBegan(why);
  return true;
}

/** The tasks of each signal: they share one listener. */
const tasksOf = new WeakMap<AbortSignal, { tasks: Set<number>; listener: () => void }>();

function listen(signal: AbortSignal, task: number): void {
  const known = tasksOf.get(signal);
  if (known !== undefined) {
    known.tasks.add(task);
    return;
  }
  const tasks = new Set([task]);
  const listener = (): void => {
    // The last ones first, so that no worker takes up one while its predecessors are cancelled.
    for (const task of [...tasks].reverse()) {
      const watched = watchOf(task);
      // One may have ended by what the others' callbacks have done, and its number may be another's.
      if (tasks.has(task) && watched instanceof Endable) {
        insist(task, watched, signal.reason);
      }
    }
  };
  tasksOf.set(signal, { tasks, listener });
  signal.addEventListener('abort', listener);
}

function stopListening(signal: AbortSignal, task: number): void {
  const known = tasksOf.get(signal);
  known?.tasks.delete(task);
  if (known?.tasks.size === 0) {
    tasksOf.delete(signal);
    signal.removeEventListener('abort', known.listener);
  }
}
