/**
 * What an executor tells of its workers.
 *
 * @module
 */

import { ValueError, wrongType } from '../errors.js';

/** A worker of a pool. */
export interface WorkerInfo {
  readonly name: string;
  readonly threadId: number;
}

/** The events of an executor, and what their listeners are called with. */
export interface PoolEvents {
  /** A worker is ready for tasks. */
  workerStart: [worker: WorkerInfo];
  /** A worker has ended, for whatever reason; another one is started if it is needed. */
  workerExit: [worker: WorkerInfo & { readonly exitCode: number }];
  /**
   * Nobody has caught an error in a worker, such as what a timer has thrown that a task has left behind. The worker ends, and
   * the task that it runs fails with WorkerTerminated.
   */
  workerError: [worker: WorkerInfo & { readonly error: unknown }];
  /** The last task of this thread has ended: none waits, and none runs. */
  drain: [];
}

const names: readonly string[] = ['workerStart', 'workerExit', 'workerError', 'drain'] satisfies (keyof PoolEvents)[];

/** @throws TypeError for what is no string, ValueError where there is no event of that name. */
export function checkEventName(name: unknown): void {
  if (typeof name !== 'string') {
    throw wrongType('name', 'a string', name);
  }
  if (!names.includes(name)) {
    throw new ValueError(`name: expected one of ${names.join(', ')}; got '${name}'`);
  }
}
