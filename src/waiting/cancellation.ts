/**
 * Every wait is a point where the code that runs can be cancelled: by whoever runs it, and by a signal that it has given.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import { currentTask } from '../futures/current-task.js';
import { taskThread } from '../futures/task-thread.js';

/** Who runs the code that waits. */
export interface Runner {
  /** Has `cancel` called when the code is to end; gives a function that takes this back. Nothing when nobody can. */
  onCancel(cancel: (reason: unknown) => void): (() => void) | undefined;
}

let runner: Runner | undefined;

/** From now on it is asked whether the code that waits is to end. There is one. */
export function setRunner(by: Runner): void {
  runner = by;
}

const nothing = (): void => {};

/** Has `cancel` called, once, when the code that runs is to end, or the signal fires. Gives a function that takes it back. */
export function whenCancelled(signal: AbortSignal | undefined, cancel: (reason: unknown) => void): () => void {
  const undo: (() => void)[] = [];
  const byRunner = runner?.onCancel(cancel);
  if (byRunner !== undefined) {
    undo.push(byRunner);
  }
  for (const one of [signal, signalOfTask()]) {
    if (one !== undefined) {
      const listener = () => cancel(one.reason);
      one.addEventListener('abort', listener, { once: true });
      undo.push(() => one.removeEventListener('abort', listener));
    }
  }
  if (undo.length === 0) {
    return nothing;
  }
  return () => {
    for (const one of undo) {
      one();
    }
  };
}

/** @throws the signal's reason, or that of the task that runs, when it has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
  signalOfTask()?.throwIfAborted();
}

function signalOfTask(): AbortSignal | undefined {
  return taskThread() === undefined ? undefined : currentTask()?.signal;
}

/** @throws TypeError for what is no signal. */
export function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal === null) {
    return undefined;
  }
  if (!(signal instanceof AbortSignal)) {
    throw wrongType('signal', 'an AbortSignal', signal);
  }
  return signal;
}
