/** What those who wait do, in threads of their own and in flows of the thread that the program runs in. */

import { threadId } from 'node:worker_threads';
import type { Call } from './calls.js';
import { callWaiting } from './forms.js';
import { comeTo, passStart, variable } from './memory.js';
import { NotSupported } from './not-supported.js';
import { exceptionOutcome, valueOutcome } from './outcome.js';
import type { Exception } from './programs.js';

/** What is waited for. Its names are replaced by what they stand for, as other threads do not know them. */
export interface Wait {
  m: string;
  timeout: number | undefined;
  value: unknown;
  variable: number;
  least: number;
}

/** Calls the form of a method that this one waits in. */
type Caller = (method: string, ...args: unknown[]) => unknown;

const waits: Record<string, (call: Caller, wait: Wait) => unknown> = {
  // It keeps it.
  acquire: (call, { timeout }) => (timeout === undefined ? call('acquire') : call('acquire', true, timeout)),
  with: (call) => call('use', () => 'in'),
  wait: (call, { timeout }) => call('wait', timeout),
  cond_wait: (call, { timeout }) => call('use', () => call('wait', timeout)),
  cond_wait_for: (call, wait) =>
    call('use', () => call('waitFor', () => variable(wait.variable) >= wait.least, wait.timeout)),
  get: (call, { timeout }) => call('get', true, timeout),
  put: (call, { timeout, value }) => call('put', value, true, timeout),
  qjoin: (call) => call('join'),
  tjoin: (call, { timeout }) => call('join', timeout),
  result: (call, { timeout }) => call('result', timeout),
  exception: (call, { timeout }) => call('exception', timeout),
};

/** Whether there is such a wait. */
export function isWait(m: string | undefined): m is string {
  return m !== undefined && Object.hasOwn(waits, m);
}

function begin(object: object, wait: Wait, isBlocked: boolean): unknown {
  const call: Caller = (method, ...args) => callWaiting(object, method, isBlocked, ...args);
  return waits[wait.m]?.(call, wait);
}

/**
 * Waits in the thread that runs this: gives what stands in the trace. At its place it tells that it has begun, and where. The
 * classes of errors that may come have to be there before: a thread that is blocked can load none.
 */
export function waitBlocked(object: object, wait: Wait, place: number, _classes: readonly unknown[]): string {
  comeTo(place, threadId);
  passStart(place);
  let outcome: unknown;
  try {
    outcome = valueOutcome(begin(object, wait, true));
  } catch (error) {
    outcome = exceptionOutcome(error);
  }
  return textOf(wait, outcome);
}

/** Waits in a flow of this thread. */
export async function waitAwaited(object: object, wait: Wait): Promise<string> {
  let outcome: unknown;
  try {
    outcome = valueOutcome(await begin(object, wait, false));
  } catch (error) {
    outcome = exceptionOutcome(error);
  }
  return textOf(wait, outcome);
}

function textOf({ m }: Wait, outcome: unknown): string {
  return JSON.stringify([m, outcome]);
}

/** A call: how it ends, with a value or an exception. */
export async function outcomeOf(call: () => unknown): Promise<{ r: unknown } | Exception> {
  try {
    return { r: valueOutcome(await call()) };
  } catch (error) {
    if (error instanceof NotSupported) {
      throw error;
    }
    return exceptionOutcome(error);
  }
}

/** A wait as a program has it. */
export function waitOf(call: Call, timeout: number | undefined, variable: number): Wait {
  return { m: call.m ?? '', timeout, value: call.v, variable, least: call.ge ?? 0 };
}
