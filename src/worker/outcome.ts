/**
 * A task ends: its code sees no task any more, and a record says what has come of it.
 *
 * @module
 */

import { notTransformed } from '../functions/not-transformed.js';
import { RETURNED, THREW } from '../futures/status.js';
import type { RunningTask } from '../futures/task-thread.js';
import { writeFailure, writeResult } from './answer.js';
import { beginRecord, endRecord, results } from './exchange.js';

/** It has returned, or its promise was resolved. `first`: no record of it was written yet. */
export function succeed(ticket: number, first: 0 | 1, value: unknown, running: RunningTask): void {
  leave(running);
  const start = beginRecord();
  try {
    writeResult(results, ticket, value);
  } catch (error) {
    results.position = start;
    fail(ticket, first, error, running);
    return;
  }
  endRecord(start, ticket, RETURNED, first);
}

/** It has thrown, or its promise was rejected. */
export function fail(ticket: number, first: 0 | 1, error: unknown, running: RunningTask): void {
  leave(running);
  const start = beginRecord();
  writeFailure(results, ticket, notTransformed(error) ?? error);
  endRecord(start, ticket, THREW, first);
}

function leave(running: RunningTask): void {
  running.ticket = -1;
  if (running.view !== undefined) {
    running.view.end();
    running.view = undefined;
  }
}
