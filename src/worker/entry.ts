/**
 * What a worker thread of a pool runs.
 *
 * @module
 */

import { parentPort, workerData } from 'node:worker_threads';
import { watchImports } from '../functions/importing.js';
import { letFunctionsTravel } from '../functions/travelling.js';
import { letExecutorsTravel } from '../futures/thread-pool-executor.js';
import type { WorkerStart } from '../futures/worker-threads.js';
import { join } from './loop.js';

const start = workerData as WorkerStart;
letExecutorsTravel();
letFunctionsTravel();
watchImports();
join(start.pool, start.lane, start.tasksPerWorker);
// From now on its death is the death of a worker, not a failure to start.
parentPort?.postMessage('ready');
