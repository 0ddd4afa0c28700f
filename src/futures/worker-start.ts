/**
 * What the worker threads of a pool are started with.
 *
 * @module
 */

import { type MessagePort, Worker } from 'node:worker_threads';
import { interruptsWorkers } from '../binding/interrupt.js';
import { type AddonStart, addonFile } from '../binding/native.js';
import { workerEntry } from '../files.js';
import type { Initializer } from './initializer.js';
import type { PoolOptions } from './pool-options.js';
import { workerExecArgv } from './worker-flags.js';

/** What a worker posts when it has joined its pool. */
export const READY = 'nogil:ready';

/** What a worker is told at its start. */
export interface WorkerStart extends AddonStart {
  /** The pool's key. */
  pool: number;
  /** The worker's number in this thread. */
  lane: number;
  /** How many asynchronous tasks it runs at once. */
  tasksPerWorker: number;
  /** It ends after so many tasks. */
  maxTasksPerWorker: number;
  /** It ends after so many milliseconds without a task. */
  idleTimeout: number;
  /** Where what it prints goes. */
  console: 'inherit' | 'pipe';
  /** What it calls first. */
  initializer: Initializer | undefined;
  /** Over which objects go beside tasks and results. */
  side: MessagePort;
}

/** Starts a thread. Throws where the system gives none. */
export function startWorker(
  pool: number,
  lane: number,
  name: string,
  options: PoolOptions,
  initializer: Initializer | undefined,
  side: MessagePort,
): Worker {
  const { tasksPerWorker, maxTasksPerWorker, idleTimeout, console, resourceLimits, env } = options;
  const start: WorkerStart = {
    nogilAddon: addonFile(),
    nogilInterrupts: interruptsWorkers,
    pool,
    lane,
    tasksPerWorker,
    maxTasksPerWorker,
    idleTimeout,
    console,
    initializer,
    side,
  };
  return new Worker(workerEntry(), {
    workerData: start,
    transferList: [side],
    name,
    ...workerExecArgv(process.execArgv),
    ...(resourceLimits === undefined ? {} : { resourceLimits }),
    ...(env === undefined ? {} : { env }),
  });
}
