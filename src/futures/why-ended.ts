/**
 * Why a worker thread has ended.
 *
 * @module
 */

import { WorkerOutOfMemory, WorkerTerminated } from '../errors.js';

/** What is known of a worker that has ended. */
export interface EndedWorker {
  /** The uncaught error that has ended it. */
  readonly error: unknown;
  /** It was ended because one of its tasks was aborted and had not ended. */
  readonly aborted: boolean;
}

/** The error of the tasks that it has died with. */
export function whyItEnded({ error, aborted }: EndedWorker, exitCode: number): WorkerTerminated {
  if (aborted) {
    const message =
      'the worker that ran the task was ended, because another task that it ran was aborted and did not end';
    return new WorkerTerminated(message, { exitCode });
  }
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
      'the worker that ran the task has ended: the task called process.exit(0), or nothing was left on the event loop, so ' +
      'its promise could never settle';
    return new WorkerTerminated(message, { exitCode });
  }
  return new WorkerTerminated(`the worker that ran the task has ended with exit code ${exitCode}`, { exitCode });
}
