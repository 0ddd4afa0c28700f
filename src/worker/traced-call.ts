/**
 * Calling the function of a task, for tools that observe the worker: docs/tracing.md.
 *
 * @module
 */

import { tracingChannel } from 'node:diagnostics_channel';
import type { TaskFunction } from '../functions/any-function.js';
import { currentTask } from '../futures/current-task.js';
import type { RunTrace } from '../futures/tracing.js';
import { isThenable } from '../thenable.js';

const runChannel = tracingChannel<'nogil:run', RunTrace>('nogil:run');

/** Calls it, and tells of that if somebody listens. */
export function callFunction(fn: TaskFunction, args: unknown[]): unknown {
  return runChannel.hasSubscribers ? traceCall(fn, args) : fn(...args);
}

function traceCall(fn: TaskFunction, args: unknown[]): unknown {
  const { id = '', attempt = 1 } = currentTask() ?? {};
  const trace: RunTrace = { id, attempt };
  return runChannel.start.runStores(trace, () => {
    try {
      const value: unknown = fn(...args);
      if (isThenable(value)) {
        return settled(value, trace);
      }
      trace.result = value;
      return value;
    } catch (error) {
      trace.error = error;
      runChannel.error.publish(trace);
      throw error;
    } finally {
      runChannel.end.publish(trace);
    }
  });
}

async function settled(promise: PromiseLike<unknown>, trace: RunTrace): Promise<unknown> {
  try {
    trace.result = await promise;
    return trace.result;
  } catch (error) {
    trace.error = error;
    runChannel.error.publish(trace);
    throw error;
  } finally {
    runChannel.asyncStart.publish(trace);
    runChannel.asyncEnd.publish(trace);
  }
}
