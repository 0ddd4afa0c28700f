/**
 * What the isolate of a Thread runs.
 *
 * @module
 */

import { native as addon } from '../binding/native.js';
import { failureBytes } from '../codec/failure.js';
import { nested } from '../futures/nested.js';
import { type TaskThread, taskThread } from '../futures/task-thread.js';
import { isThenable } from '../thenable.js';
import { reportOf } from './excepthook.js';
import { clearLocals } from './local.js';
import { getIdent, getNativeId } from './native-id.js';
import { here } from './this-thread.js';
import { Thread } from './thread.js';
import { CLEAN, DAEMON, HOOKED, type ThreadEnd } from './thread-end.js';
import { newState, setState, stateOf, tellEnd } from './thread-state.js';

type Fields = Record<string, unknown>;

/** The first that is called in an isolate. Gives the number that the system has given its thread. */
export function prepare(): number | null {
  (taskThread() as TaskThread).around = runTarget;
  return getNativeId();
}

/** Runs a target. After its arguments come the Thread's name and key, and flags. */
function runTarget(target: (...args: unknown[]) => unknown, all: unknown[]): unknown {
  const flags = all.pop() as number;
  const key = all.pop() as string;
  const name = all.pop() as string;
  const thread = Object.create(Thread.prototype) as Thread;
  setState(thread, newState(name, (flags & DAEMON) !== 0, false, undefined, undefined, key));
  return run(thread, flags, undefined, () => target(...all));
}

/** The target of a Thread that has none. */
export function doNothing(): void {}

/** Runs an instance of a class of its own. What it writes into its fields goes back. */
export function runInstance(thread: Thread, flags: number): unknown {
  // What came is a copy: its `ended` is that of the Thread whose copy it is.
  return run(thread, flags, { ...(thread as unknown as Fields) }, () => thread.run());
}

function run(thread: Thread, flags: number, before: Fields | undefined, body: () => unknown): unknown {
  const state = stateOf(thread);
  state.started = true;
  state.ident = getIdent();
  state.nativeId = getNativeId();
  here.current = thread;
  const name = state.name;
  let value: unknown;
  try {
    value = body();
  } catch (error) {
    return end(thread, name, before, { error, isTold: tell(thread, flags, error) });
  }
  return isThenable(value) ? runLater(value, thread, flags, before) : end(thread, name, before, undefined);
}

async function runLater(
  value: PromiseLike<unknown>,
  thread: Thread,
  flags: number,
  before: Fields | undefined,
): Promise<unknown> {
  const { name } = thread;
  try {
    await value;
  } catch (error) {
    return end(thread, name, before, { error, isTold: tell(thread, flags, error) });
  }
  return end(thread, name, before, undefined);
}

/** Says what was not caught, where nobody else is to be told first: so it is in order with what the thread has said. */
function tell(thread: Thread, flags: number, error: unknown): boolean {
  const isTold = (flags & HOOKED) === 0;
  if (isTold) {
    process.stderr.write(reportOf(thread.name, error));
  }
  return isTold;
}

interface Uncaught {
  readonly error: unknown;
  readonly isTold: boolean;
}

function end(
  thread: Thread,
  nameBefore: string,
  before: Fields | undefined,
  uncaught: Uncaught | undefined,
): ThreadEnd | typeof CLEAN {
  // Before anybody knows of the end: the isolate may be used again, and die with another Thread.
  addon.disownLocks();
  tellEnd(stateOf(thread));
  const isBusy = nested.pending > 0 || here.started.size > 0;
  const isClear = clearLocals();
  const leftovers = isBusy || !isClear || process.getActiveResourcesInfo().some(isLeft);
  const { name } = thread;
  if (!leftovers && uncaught === undefined && before === undefined && name === nameBefore) {
    return CLEAN;
  }
  return {
    leftovers,
    failure: uncaught && failureBytes(uncaught.error),
    isTold: uncaught?.isTold ?? false,
    name,
    fields: before && writtenFields(thread as unknown as Fields, before),
  };
}

/** Not what is over in a moment: files of modules that are being closed, and immediates, of which the worker has some itself. */
function isLeft(resource: string): boolean {
  return resource !== 'CloseReq' && resource !== 'Immediate';
}

/** The fields that may have been written: all objects, whose insides nobody has watched, and what is another value. */
function writtenFields(thread: Fields, before: Fields): Fields {
  const written: Fields = {};
  for (const [key, value] of Object.entries(thread)) {
    if (
      !Object.hasOwn(before, key) ||
      !Object.is(value, before[key]) ||
      (typeof value === 'object' && value !== null)
    ) {
      written[key] = value;
    }
  }
  return written;
}

/** Goes on until nothing is left on the event loop: then the worker fails what can never end. */
export function goOn(): Promise<never> {
  return new Promise<never>(() => {});
}

/** Goes on until all Threads that were started here have ended. */
export async function joinAll(): Promise<void> {
  while (here.started.size > 0) {
    await Promise.all([...here.started].map((thread) => thread.join()));
  }
}

export { callLater } from './call-later.js';
