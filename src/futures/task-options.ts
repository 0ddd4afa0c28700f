/**
 * What can be said of single tasks: how urgent they are, and when they are to end.
 *
 * @module
 */

import { checkOptions, ValueError, wrongType } from '../errors.js';
import { checkTimeout } from '../timeout.js';
import type { Executor } from './executor.js';
import { checkTransfer, type Transferable } from './transferables.js';

/** For `executor.options()`. All of it holds for each task that is submitted by what that gives. */
export interface TaskOptions {
  /**
   * Aborts the tasks, as `future.abort(signal.reason)` does. With a signal that is aborted already, nothing is submitted,
   * and the Future has failed.
   *
   * @default no signal
   */
  signal?: AbortSignal | null | undefined;

  /**
   * Milliseconds from the moment when the task begins; the time in the queue does not count, the time in which a worker
   * imports the task's module does. Then the task is aborted with a TimeoutError. Minimum: 0.
   *
   * @default null: no limit, as Infinity
   */
  runTimeout?: number | null | undefined;

  /**
   * Milliseconds from the submit. Then the task is aborted with a TimeoutError, whether it has begun or not. Minimum: 0,
   * which submits nothing.
   *
   * @default null: no limit, as Infinity
   */
  deadline?: number | null | undefined;

  /**
   * Of the tasks that wait, those of high priority are begun before the others, and those of low priority when there are
   * no others. Within a priority, tasks begin in the order of their submission. A task that has begun makes way for none.
   *
   * @default 'normal'
   */
  priority?: 'high' | 'normal' | 'low' | undefined;

  /**
   * What is handed over to the worker, where it would be copied or refused: ArrayBuffers (and the views of them in the
   * arguments), MessagePorts, FileHandles, streams.
   *
   * It is gone here as soon as `submit` has returned, and stays gone: if the task is cancelled, or its pool breaks, ports
   * and files are closed and memory is freed. It stays where nothing is submitted. The worker is sent it when it begins the
   * task, by the event loop of the thread that has submitted it, or while that thread waits in one of the package's blocking
   * calls. It goes to one task: for `map`, that is one input.
   *
   * `submit` throws a DOMException (`DataCloneError`) for what is detached, shared, named twice or cannot be handed over,
   * and takes nothing then; a TaskError in a thread that did not make the pool.
   *
   * @default []
   */
  transfer?: readonly Transferable[] | undefined;
}

/** What `executor.options()` gives: the executor, for tasks that these options hold for. */
export type TaskSubmitter = Pick<Executor, 'submit' | 'map'>;

/** Options that were checked; what has no limit is undefined. */
export interface CheckedTaskOptions {
  readonly signal: AbortSignal | undefined;
  readonly runTimeout: number | undefined;
  readonly deadline: number | undefined;
  readonly priority: number;
  readonly transfer: readonly Transferable[] | undefined;
}

/** The priority of tasks of which nothing is said. */
export const NORMAL = 0;

/** By the numbers of `crate/binding/src/isolate.rs`. */
const priorities = new Map<unknown, number>([
  [undefined, NORMAL],
  ['normal', NORMAL],
  ['high', 1],
  ['low', 2],
]);

/**
 * Checks what a user has given.
 *
 * @throws TypeError for what is of another type, or for unknown options; ValueError for a value that makes no sense.
 */
export function checkTaskOptions(options: unknown): CheckedTaskOptions {
  checkOptions(options, ['signal', 'runTimeout', 'deadline', 'priority', 'transfer']);
  const { signal, runTimeout, deadline, priority, transfer }: TaskOptions = options;
  const urgency = priorities.get(priority);
  if (urgency === undefined) {
    if (typeof priority !== 'string') {
      throw wrongType('priority', "'high', 'normal' or 'low'", priority);
    }
    throw new ValueError(`priority: expected 'high', 'normal' or 'low'; got '${priority}'`);
  }
  if (signal !== null && signal !== undefined && !(signal instanceof AbortSignal)) {
    throw wrongType('signal', 'an AbortSignal', signal);
  }
  if (transfer !== undefined) {
    checkTransfer('transfer', transfer);
  }
  return {
    signal: signal ?? undefined,
    runTimeout: checkLimit('runTimeout', runTimeout),
    deadline: checkLimit('deadline', deadline),
    priority: urgency,
    transfer,
  };
}

/**
 * A number of milliseconds; undefined where there is no limit.
 *
 * @throws TypeError when it is no number, ValueError when it is negative, NaN or too large.
 */
export function checkLimit(name: string, milliseconds: unknown): number | undefined {
  const limit = checkTimeout(name, milliseconds);
  if (limit < 0) {
    throw new ValueError(`${name}: expected 0 or more; got ${limit}`);
  }
  return limit === Number.POSITIVE_INFINITY ? undefined : limit;
}
