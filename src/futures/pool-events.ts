/**
 * What an executor tells of its workers.
 *
 * @module
 */

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
