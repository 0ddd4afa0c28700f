/**
 * What a task can know of itself.
 *
 * @module
 */

import { failureOf } from '../codec/failure.js';
import { CancelledError } from '../errors.js';
import { newTaskId, type RunningTask, type TaskThread, type TaskView, taskThread } from './task-thread.js';

/** The task that runs, as its own code sees it. */
export interface CurrentTask {
  /**
   * Fires when the task is to end: by `future.abort()`, a signal of the submitter, `runTimeout` or `deadline`. Its reason
   * is a copy of theirs. It fires in a turn of the worker's event loop; code that has none, as a busy loop, reads
   * `cancelled`.
   */
  readonly signal: AbortSignal;
  /** True once the task is to end. It can be read in a loop: it costs less than a microsecond. */
  readonly cancelled: boolean;
  /** Tells the task from all others of the process: its trace has the same, where its submit is told of (docs/tracing.md). */
  readonly id: string;
  /** How often the task was begun, this time included: 1. */
  readonly attempt: number;
}

/** See {@link CurrentTask}. */
class View implements CurrentTask, TaskView {
  readonly id: string;
  readonly attempt = 1;
  readonly #thread: TaskThread;
  readonly #ticket: number;
  #cancelled = false;
  #ended = false;
  #controller: AbortController | undefined;

  constructor(thread: TaskThread, ticket: number, id: string) {
    this.id = id;
    this.#thread = thread;
    this.#ticket = ticket;
  }

  get cancelled(): boolean {
    this.#cancelled ||= !this.#ended && this.#thread.isAborted(this.#ticket);
    return this.#cancelled;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (!this.#ended) {
        this.#thread.listening.add(this);
        this.look();
      }
    }
    return this.#controller.signal;
  }

  look(): void {
    if (this.#ended || this.#controller === undefined || !this.cancelled) {
      return;
    }
    this.#thread.listening.delete(this);
    this.#controller.abort(reasonOf(this.#thread, this.#ticket));
  }

  end(): void {
    this.#ended = true;
    this.#thread.listening.delete(this);
  }
}

function reasonOf(thread: TaskThread, ticket: number): unknown {
  const bytes = thread.abortReason(ticket);
  if (bytes === null) {
    return new CancelledError('the task was aborted');
  }
  try {
    return failureOf(bytes);
  } catch {
    return new CancelledError('the task was aborted, for a reason that cannot be read here');
  }
}

/** A task that has just begun has the id that its submitter has told of. */
export function nameTask(thread: TaskThread, task: RunningTask, id: string): void {
  task.view = new View(thread, task.ticket, id);
}

/**
 * The task that calls this; undefined outside of tasks. Functions that the task calls see it too, also after an `await`;
 * so do callbacks that run while it does. Once the task is over, what it has left on the event loop sees none, or the
 * task that runs then.
 *
 * # Differences from Python
 * Python's `concurrent.futures` has nothing like it; `asyncio.current_task` is the model.
 *
 * @example
 * ```ts
 * function search(text: string): number {
 *   for (let at = 0; at < text.length; at++) {
 *     if (currentTask()?.cancelled) {
 *       return -1;
 *     }
 *     // ...
 *   }
 *   return text.length;
 * }
 * ```
 */
export function currentTask(): CurrentTask | undefined {
  const thread = taskThread();
  if (thread === undefined) {
    return undefined;
  }
  const holder = thread.storage?.getStore() ?? thread;
  if (holder.ticket < 0) {
    return undefined;
  }
  holder.view ??= new View(thread, holder.ticket, newTaskId());
  // Both copies of the package make such a view.
  return holder.view as View;
}
