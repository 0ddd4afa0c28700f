/**
 * What becomes of errors that a Thread has not caught.
 *
 * @module
 */

import { inspect } from 'node:util';
import { wrongType } from '../errors.js';
import { here } from './this-thread.js';
import type { Thread } from './thread.js';

/**
 * What an except hook is given. Python: `threading.ExceptHookArgs`.
 *
 * # Differences from Python
 * `excTraceback` is the stack as text, where what was thrown has one.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.excepthook
 */
export interface ExceptHookArgs {
  /** The class of what was thrown; undefined for what is no object. */
  readonly excType: unknown;
  /** What was thrown. */
  readonly excValue: unknown;
  /** Its stack. */
  readonly excTraceback: string | undefined;
  /** The Thread that has not caught it. */
  readonly thread: Thread | undefined;
}

/** A function that is told of each error that a Thread has not caught. */
export type ExceptHook = (args: ExceptHookArgs) => unknown;

/**
 * Says on stderr what a Thread has not caught, and its stack: what happens to such errors where no other hook was set.
 * Python: `threading.__excepthook__`.
 *
 * # Differences from Python
 * Python's `SystemExit` has no counterpart. `process.exit()` in a Thread ends that Thread, and nothing is said of it
 * when the code is 0.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.excepthook
 * @example
 * ```ts
 * setExcepthook((args) => {
 *   console.error('a thread has failed');
 *   excepthook(args);
 * });
 * setExcepthook(null);
 * ```
 */
export function excepthook(args: ExceptHookArgs): void {
  process.stderr.write(reportOf(args.thread?.name, args.excValue));
}

/** What is said of an uncaught error. */
export function reportOf(name: string | undefined, error: unknown): string {
  return `Exception in thread${name === undefined ? '' : ` ${name}`}:\n${inspect(error)}\n`;
}

/**
 * Has `hook` called with each error that is not caught by a Thread which this thread has started, in place of
 * {@link excepthook}. null takes it back. Python: assigning `threading.excepthook`.
 *
 * It is called in this thread when that hears of the Thread's end, before `join()` resolves and before `joinSync()`
 * returns. What it throws is told on stderr.
 *
 * # Differences from Python
 * What a module exports cannot be assigned. Python's hook is one for the process, and is called in the thread that has
 * failed; here functions belong to their thread, so each thread has one for the Threads that it starts. An error
 * of a Thread that was started before the hook was set is told on stderr too.
 *
 * @returns the hook that was set before; null if there was none.
 * @throws TypeError when `hook` is neither a function nor null.
 * @see https://docs.python.org/3/library/threading.html#threading.excepthook
 * @example
 * ```ts
 * const failed: string[] = [];
 * setExcepthook(({ thread }) => failed.push(thread?.name ?? ''));
 * const thread = Thread.start(() => {
 *   throw new Error('expected');
 * });
 * await thread.join();
 * setExcepthook(null);
 * ```
 */
export function setExcepthook(hook: ExceptHook | null): ExceptHook | null {
  if (hook !== null && typeof hook !== 'function') {
    throw wrongType('hook', 'a function, or null', hook);
  }
  const before = here.hook ?? null;
  here.hook = hook ?? undefined;
  return before;
}

/** Tells of an error that a Thread of this one has not caught; `isTold` if it was told on stderr. */
export function tellUncaught(thread: Thread, error: unknown, isTold: boolean): void {
  const isObject = typeof error === 'object' && error !== null;
  const args: ExceptHookArgs = {
    excType: isObject ? error.constructor : undefined,
    excValue: error,
    excTraceback: error instanceof Error ? error.stack : undefined,
    thread,
  };
  if (here.hook === undefined) {
    if (!isTold) {
      excepthook(args);
    }
    return;
  }
  try {
    here.hook(args);
  } catch (failure) {
    process.stderr.write(`Exception in threading.excepthook:\n${inspect(failure)}\n`);
    excepthook(args);
  }
}
