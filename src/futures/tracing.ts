/**
 * Tasks tell of themselves on channels of `node:diagnostics_channel`, for tools that observe programs: docs/tracing.md.
 *
 * @module
 */

import { AsyncResource } from 'node:async_hooks';
import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import type { Executor } from './executor.js';
import type { Future } from './future.js';
import { hasFailed, isDone, outcomeOf, wasCancelled } from './future-parts.js';
import { nothing } from './promise-parts.js';
import { newTaskId } from './task-thread.js';

/**
 * What the channels of `tracingChannel('nogil:task')` tell of a task, in the thread that submits it: the same object at
 * `start` and `end` (of the call of `submit`), `asyncStart` and `asyncEnd` (the Future is done), and `error`.
 */
export interface TaskTrace {
  /** It was submitted to this one; undefined for a native task, which no executor has. */
  readonly executor: Executor | undefined;
  /** Tells the task from all others of the process. In a worker it is that of `currentTask()`, and of `nogil:run`. */
  readonly id: string;
  /** The name of its function; empty where it has none. */
  readonly name: string;
  /** From `end` on, unless `submit` has thrown. Who awaits it counts as one who has looked at it. */
  future?: Future<unknown>;
  /** What the task has returned. */
  result?: unknown;
  /** What `submit` or the task has thrown, or the CancelledError of one that was cancelled. */
  error?: unknown;
}

/**
 * What the channels of `tracingChannel('nogil:run')` tell of a task, in the worker that runs it: the same object at
 * `start` and `end` (of the call of its function), `asyncStart` and `asyncEnd` (the promise that it gave is settled), and
 * `error`.
 */
export interface RunTrace {
  /** That of `currentTask()`. */
  readonly id: string;
  /** How often the task was begun, this time included. */
  readonly attempt: number;
  /** What the function has returned, or its promise was resolved with. */
  result?: unknown;
  /** What the function has thrown, or its promise was rejected with. */
  error?: unknown;
}

/** Of the thread that submits. */
export const taskChannel: TracingChannel<undefined, TaskTrace> = tracingChannel('nogil:task');

/** What is told of a task whose Future is not done. */
interface Open {
  readonly trace: TaskTrace;
  /** The asynchronous context of the submit. */
  readonly context: AsyncResource;
}

const opened = new WeakMap<object, Open>();
/** Tasks that somebody listened for at their submit, and that are not done. */
export let openTraces = 0;

/** Submits a task, and tells of it. To be called only when somebody listens: it costs as much as the submit. */
export function traceSubmit<Result>(
  executor: Executor | undefined,
  fn: unknown,
  submit: (id: string) => Future<Result>,
): Future<Result> {
  const trace: TaskTrace = { executor, id: newTaskId(), name: nameOf(fn) };
  return taskChannel.start.runStores(trace, () => {
    try {
      const future = submit(trace.id);
      trace.future = future;
      opened.set(future, { trace, context: new AsyncResource('NogilTask') });
      openTraces += 1;
      return future;
    } catch (error) {
      trace.error = error;
      taskChannel.error.publish(trace);
      throw error;
    } finally {
      taskChannel.end.publish(trace);
      const { future } = trace;
      if (future !== undefined && isDone(future)) {
        // Before it was known to be traced.
        const outcome = hasFailed(future) || wasCancelled(future) ? 'error' : 'result';
        traceSettled(future, outcome, outcomeOf(future), nothing);
      }
    }
  });
}

/** Tells of a Future that is done, around `tell`, which has its callbacks called. */
export function traceSettled(
  future: Future<unknown>,
  outcome: 'result' | 'error',
  value: unknown,
  tell: () => void,
): void {
  const known = opened.get(future);
  if (known === undefined) {
    tell();
    return;
  }
  opened.delete(future);
  openTraces -= 1;
  const { trace, context } = known;
  trace[outcome] = value;
  context.runInAsyncScope(() => {
    if (outcome === 'error') {
      taskChannel.error.publish(trace);
    }
    taskChannel.asyncStart.publish(trace);
  });
  tell();
  context.runInAsyncScope(() => taskChannel.asyncEnd.publish(trace));
}

function nameOf(fn: unknown): string {
  const name: unknown = typeof fn === 'function' ? fn.name : '';
  return typeof name === 'string' ? name : '';
}
