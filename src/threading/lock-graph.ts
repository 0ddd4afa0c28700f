/**
 * In debug mode (`NOGIL_DEBUG=1`): who holds which lock and who waits for which, so that a wait that would never end is
 * found before it begins: `crate/core/src/deadlock.rs`.
 *
 * @module
 */

import { isMainThread, threadId } from 'node:worker_threads';
import { native as addon } from '../binding/native.js';
import { DeadlockError } from '../errors.js';
import { awaitFor, type Came } from '../waiting/awaited.js';
import { blockFor } from '../waiting/blocked.js';
import { NOTHING } from '../waiting/codes.js';
import { handleOf, processNumberOf, type SyncObject } from '../waiting/objects.js';
import { currentFlow, type Flow } from './flows.js';
import type { Patience } from './lock-options.js';

/** Any function. */
export type AnyCall = (...args: never[]) => unknown;

/** The number of a thread as a flow. */
const THREAD = 0;

const numbers = new WeakMap<Flow, number>();
let lastFlow = THREAD;

type Use = Parameters<typeof addon.lockTaken>[0];

/** What runs in a flow holds up all flows that it was started in. So there is one for each of them, its own the last. */
function uses(lock: SyncObject, className: string, isSync: boolean, call: AnyCall): Use[] {
  const thread = isMainThread ? 'the main thread' : `thread ${threadId}`;
  const place = placeOf(call);
  return flowNumbers(isSync).map((flow) => ({
    lock: processNumberOf(lock),
    class: className,
    flow,
    name: flow === THREAD ? thread : `flow ${flow} of ${thread}`,
    place,
    blocks: isSync,
  }));
}

/** Code outside of all flows that awaits is a flow of its own each time: nobody knows which it is. */
function flowNumbers(isSync: boolean): number[] {
  const found: number[] = [];
  for (let flow = currentFlow(); flow !== undefined; flow = flow.parent) {
    if (flow.ended !== true) {
      found.unshift(numberOf(flow));
    }
  }
  if (found.length > 0) {
    return found;
  }
  if (isSync) {
    return [THREAD];
  }
  lastFlow += 1;
  return [lastFlow];
}

function numberOf(flow: Flow): number {
  let number = numbers.get(flow);
  if (number === undefined) {
    lastFlow += 1;
    number = lastFlow;
    numbers.set(flow, number);
  }
  return number;
}

let folder: string | undefined;

/** Where the package's code lies, as it stands in a trace: in a worker it is one file. */
function ownFolder(): string {
  if (folder === undefined) {
    const own = String(new Error().stack).split('\n')[1] ?? '';
    const file = /(?:\(|at )([^()]*):\d+:\d+\)?$/.exec(own)?.[1] ?? '';
    folder = file.replace(/(?:threading[/\\])?[^/\\]*$/, '');
  }
  return folder;
}

function placeOf(call: AnyCall): string {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, call);
  const lines = String(trace.stack).split('\n').slice(1);
  const own = ownFolder();
  const line = lines.find((one) => !one.includes(own) && !one.includes('node:')) ?? lines[0] ?? '';
  return line.trim().replace(/^at (?:async )?/, '');
}

/** A lock was taken without a wait. */
export function lockTaken(lock: SyncObject, className: string, isSync: boolean, call: AnyCall): void {
  take(uses(lock, className, isSync, call));
}

function take(of: readonly Use[]): void {
  // The last one is who holds it.
  for (const one of of) {
    tell(addon.lockTaken(one));
  }
}

function tell(inversion: string | null): void {
  if (inversion !== null) {
    const message = `two locks are taken in two orders, which may end in a deadlock: ${inversion}`;
    process.emitWarning(message, { type: 'LockOrderWarning', code: 'NOGIL_LOCK_ORDER' });
  }
}

/** A lock is about to be released. */
export function lockReleased(lock: SyncObject): void {
  addon.lockReleased(processNumberOf(lock));
}

/** @throws DeadlockError when the wait would never end. */
function begin(of: readonly Use[], milliseconds: number): void {
  if (milliseconds !== Number.POSITIVE_INFINITY) {
    return;
  }
  for (const one of of) {
    const cycle = addon.lockWaitBegins(one);
    if (cycle !== null) {
      end(of.slice(0, of.indexOf(one)));
      throw new DeadlockError(`the wait would never end:${cycle}`);
    }
  }
}

function end(of: readonly Use[]): void {
  for (const { flow } of of) {
    addon.lockWaitEnds(flow);
  }
}

/** Waits for a lock. */
export async function watchedWait(
  lock: SyncObject,
  className: string,
  patience: Patience,
  call: AnyCall,
): Promise<Came> {
  const of = uses(lock, className, false, call);
  begin(of, patience.milliseconds);
  let came: Came;
  try {
    came = await awaitFor(handleOf(lock), 0, patience);
  } finally {
    end(of);
  }
  if (came.code === NOTHING) {
    take(of);
  }
  return came;
}

/** The same, blocked. */
export function watchedBlock(lock: SyncObject, className: string, milliseconds: number, call: AnyCall): number {
  const of = uses(lock, className, true, call);
  begin(of, milliseconds);
  let code: number;
  try {
    code = blockFor(handleOf(lock), 0, milliseconds);
  } finally {
    end(of);
  }
  if (code === NOTHING) {
    take(of);
  }
  return code;
}
