/**
 * What a worker thread of a pool runs.
 *
 * @module
 */

import { parentPort, workerData } from 'node:worker_threads';
import { native } from '../binding/native.js';
import { failureBytes } from '../codec/failure.js';
import { watchImports } from '../functions/importing.js';
import { letFunctionsTravel } from '../functions/travelling.js';
import { letFuturesTravel } from '../futures/shared-futures.js';
import { letExecutorsTravel } from '../futures/thread-pool-executor.js';
import { READY, type WorkerStart } from '../futures/worker-start.js';
import { initialize } from './initialize.js';
import { useLimitsOf } from './limits.js';
import { join } from './loop.js';
// Locks and queues can be read from messages, and written into them.
import '../queue/index.js';
import '../shared/index.js';
import '../threading/handles.js';
import { printAtOnce } from './print.js';
import { sendFailure, useSidePort } from './side-port.js';
import { holdWhileWaiting } from './wait-async.js';

const start = workerData as WorkerStart;
native.expectLane(start.pool, start.lane);
if (start.console === 'inherit') {
  printAtOnce();
}
letExecutorsTravel();
letFunctionsTravel();
letFuturesTravel();
watchImports();
holdWhileWaiting();
useSidePort(start.side, start.lane);
if (start.initializer === undefined) {
  begin();
} else {
  initialize(start.initializer).then(begin, giveUp);
}

function begin(): void {
  // Not before: they are not for the initializer.
  useLimitsOf(start.pool);
  join(start);
  // From now on its death is the death of a worker, not a failure to start.
  parentPort?.postMessage(READY);
}

function giveUp(error: unknown): void {
  sendFailure(failureBytes(error));
  process.exit();
}
