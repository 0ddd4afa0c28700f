/**
 * Which task runs, for its own code.
 *
 * @module
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { beTaskThread, type RunningTask, type TaskThread } from '../futures/task-thread.js';
import { lane, native } from './exchange.js';

/** See the module. */
export let thread: TaskThread;

/** This thread runs tasks, several at a time or one. */
export function runTasks(isSeveral: boolean): void {
  thread = beTaskThread({
    isAborted: (ticket) => native.isAborted(ticket) === 1,
    abortReason: (ticket) => lane.abortReason(ticket),
  });
  if (isSeveral) {
    thread.storage = new AsyncLocalStorage();
  }
}

/** A task that the code of others runs beside. */
export function runBeside(): void {
  // The first of them has no more than the thread's own place for it.
  thread.storage ??= new AsyncLocalStorage();
}

/** A task that runs alone. */
export function runAlone(): void {
  if (thread.storage !== undefined) {
    // It would take all that awaits twice as long.
    thread.storage.disable();
    thread.storage = undefined;
  }
}

/** A task may be to end. */
export function tellAborted(): void {
  for (const view of thread.listening) {
    view.look();
  }
}

/** The task that runs, as its code sees it. */
export function current(): RunningTask {
  return thread.storage?.getStore() ?? thread;
}
