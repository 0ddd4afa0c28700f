/**
 * What this thread knows of itself, and of the Threads that it has started.
 *
 * It is of the thread, not of the module, of which there may be several copies.
 *
 * @module
 */

import type { ExceptHook } from './excepthook.js';
import type { Local } from './local.js';
import type { Thread } from './thread.js';

interface ThisThread {
  /** Its own Thread, once it is asked for, or runs. */
  current: Thread | undefined;
  /** The main thread, as seen from here. */
  main: Thread | undefined;
  /** Those that it has started and that are alive. */
  readonly started: Set<Thread>;
  /** How many of its Threads were given a name by default. */
  named: number;
  hook: ExceptHook | undefined;
  /** Its Locals, by their keys, and all others that were made here. */
  readonly locals: Map<string, Local>;
  /** Those of no class of their own. */
  readonly plainLocals: Set<WeakRef<Local>>;
  /** There is a Local of a class of its own, whose constructor is to be called in each thread. */
  hasOwnLocals: boolean;
  /** How many Locals were made here. */
  madeLocals: number;
}

const key = Symbol.for('nogil.thisThread');
const thread = globalThis as { [key]?: ThisThread };
thread[key] ??= {
  current: undefined,
  main: undefined,
  started: new Set(),
  named: 0,
  hook: undefined,
  locals: new Map(),
  plainLocals: new Set(),
  hasOwnLocals: false,
  madeLocals: 0,
};

/** See the module. */
export const here: ThisThread = thread[key];
