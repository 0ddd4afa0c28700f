/**
 * Every exception class of nogil, named as in Python.
 *
 * Each has a `code`, and a brand by which `instanceof` holds across threads and across two copies of the package.
 *
 * | class | parent | code | Python |
 * |---|---|---|---|
 * | `ValueError` | `RangeError` | `ERR_VALUE` | `ValueError` |
 * | `RuntimeError` | `Error` | `ERR_RUNTIME` | `RuntimeError` |
 * | `CancelledError` | `Error` | `ERR_CANCELLED` | `concurrent.futures.CancelledError` |
 * | `TimeoutError` | `Error` | `ERR_TIMEOUT` | `TimeoutError` |
 * | `InvalidStateError` | `Error` | `ERR_INVALID_STATE` | `concurrent.futures.InvalidStateError` |
 * | `DeadlockError` | `RuntimeError` | `ERR_DEADLOCK` |  |
 * | `BrokenExecutor` | `RuntimeError` | `ERR_BROKEN_EXECUTOR` | `concurrent.futures.BrokenExecutor` |
 * | `BrokenThreadPool` | `BrokenExecutor` | `ERR_BROKEN_THREAD_POOL` | `concurrent.futures.thread.BrokenThreadPool` |
 * | `QueueFullError` | `RuntimeError` | `ERR_QUEUE_FULL` | |
 * | `BrokenBarrierError` | `RuntimeError` | `ERR_BROKEN_BARRIER` | `threading.BrokenBarrierError` |
 * | `OwnerDiedError` | `RuntimeError` | `ERR_OWNER_DIED` | |
 * | `LookupError` | `Error` | `ERR_LOOKUP` | `LookupError` |
 * | `IndexError` | `LookupError` | `ERR_INDEX` | `IndexError` |
 * | `KeyError` | `LookupError` | `ERR_KEY` | `KeyError` |
 * | `Empty` | `Error` | `ERR_EMPTY` | `queue.Empty` |
 * | `Full` | `Error` | `ERR_FULL` | `queue.Full` |
 * | `ShutDown` | `Error` | `ERR_SHUT_DOWN` | `queue.ShutDown` |
 * | `TaskError` | `TypeError` | `ERR_TASK_...` | (pickling errors) |
 * | `WorkerTerminated` | `Error` | `ERR_WORKER_TERMINATED` | |
 * | `WorkerOutOfMemory` | `WorkerTerminated` | `ERR_WORKER_OUT_OF_MEMORY` | |
 * | `NativePanic` | `Error` | `ERR_NATIVE_PANIC` | |
 * | `DecodeError` | `Error` | `ERR_DECODE` | |
 *
 * @module
 */

import { brand } from './brand.js';

type ErrorClass = abstract new (...args: never[]) => Error;

/** Gives a class its name, and its brand. */
function brandError(constructor: ErrorClass, name: string): void {
  brand(constructor, name);
  Object.defineProperty(constructor.prototype, 'name', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: name,
  });
}

/**
 * A TypeError (`ERR_INVALID_ARG_TYPE`, as Node's own) that names the argument, what was expected and what came.
 *
 * @internal
 */
export function wrongType(argument: string, expected: string, got: unknown): TypeError {
  const what =
    got === null ? 'null' : typeof got === 'number' ? String(got) : Array.isArray(got) ? 'an array' : typeof got;
  return Object.assign(new TypeError(`${argument}: expected ${expected}; got ${what}`), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}

/**
 * Refuses keys that are no options.
 *
 * @internal
 */
export function checkOptions(options: unknown, known: readonly string[]): asserts options is object {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrongType('options', 'an object', options);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      const message = `options: expected ${known.join(', ')}; got unknown key '${key}'`;
      throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
    }
  }
}

/** An argument has the right type but a value that makes no sense. Python: `ValueError`. */
export class ValueError extends RangeError {
  /** Always `ERR_VALUE`. */
  readonly code: string = 'ERR_VALUE';
}
brandError(ValueError, 'ValueError');

/** Something was asked for at the wrong time, such as a submit after shutdown. Python: `RuntimeError`. */
export class RuntimeError extends Error {
  /** `ERR_RUNTIME`, or the code of a subclass. */
  readonly code: string = 'ERR_RUNTIME';
}
brandError(RuntimeError, 'RuntimeError');

/** The result of a Future that was cancelled before its task ran. Python: `concurrent.futures.CancelledError`. */
export class CancelledError extends Error {
  /** Always `ERR_CANCELLED`. */
  readonly code: string = 'ERR_CANCELLED';
}
brandError(CancelledError, 'CancelledError');

/** Something took longer than it may. Python: `TimeoutError`. */
export class TimeoutError extends Error {
  /** Always `ERR_TIMEOUT`. */
  readonly code: string = 'ERR_TIMEOUT';
}
brandError(TimeoutError, 'TimeoutError');

/** A Future is given a result that has one already. Python: `concurrent.futures.InvalidStateError`. */
export class InvalidStateError extends Error {
  /** Always `ERR_INVALID_STATE`. */
  readonly code: string = 'ERR_INVALID_STATE';
}
brandError(InvalidStateError, 'InvalidStateError');

/**
 * What was waited for can never come: those who could bring it wait themselves, or nothing is left to bring it. Python
 * waits for ever.
 */
export class DeadlockError extends RuntimeError {
  /** Always `ERR_DEADLOCK`. */
  override readonly code: string = 'ERR_DEADLOCK';
}
brandError(DeadlockError, 'DeadlockError');

/** An executor can run nothing any more. Python: `concurrent.futures.BrokenExecutor`. */
export class BrokenExecutor extends RuntimeError {
  /** `ERR_BROKEN_EXECUTOR`, or the code of a subclass. */
  override readonly code: string = 'ERR_BROKEN_EXECUTOR';
}
brandError(BrokenExecutor, 'BrokenExecutor');

/**
 * A pool's worker threads cannot start (`cause` says why), or its initializer has failed. Python:
 * `concurrent.futures.thread.BrokenThreadPool`.
 */
export class BrokenThreadPool extends BrokenExecutor {
  /** Always `ERR_BROKEN_THREAD_POOL`. */
  override readonly code: string = 'ERR_BROKEN_THREAD_POOL';
  /** What the initializer has thrown, if that is why. It is no `cause`, as in Python, which logs it. */
  readonly initializerError?: unknown;

  /** With a message, and perhaps a `cause` or an `initializerError`. */
  constructor(message?: string, options: ErrorOptions & { initializerError?: unknown } = {}) {
    super(message, options);
    if ('initializerError' in options) {
      this.initializerError = options.initializerError;
    }
  }
}
brandError(BrokenThreadPool, 'BrokenThreadPool');

/** As many tasks wait as `maxQueue` or `maxQueueBytes` allow: nothing was submitted. */
export class QueueFullError extends RuntimeError {
  /** Always `ERR_QUEUE_FULL`. */
  override readonly code: string = 'ERR_QUEUE_FULL';
}
brandError(QueueFullError, 'QueueFullError');

/** A barrier was broken while it was waited for, or before. Python: `threading.BrokenBarrierError`. */
export class BrokenBarrierError extends RuntimeError {
  /** Always `ERR_BROKEN_BARRIER`. */
  override readonly code: string = 'ERR_BROKEN_BARRIER';
}
brandError(BrokenBarrierError, 'BrokenBarrierError');

/** The thread that held a lock has died with it. */
export class OwnerDiedError extends RuntimeError {
  /** Always `ERR_OWNER_DIED`. */
  override readonly code: string = 'ERR_OWNER_DIED';
}
brandError(OwnerDiedError, 'OwnerDiedError');

/** There is nothing at a place, or of a key. Python: `LookupError`. */
export class LookupError extends Error {
  /** `ERR_LOOKUP`, or the code of a subclass. */
  readonly code: string = 'ERR_LOOKUP';
}
brandError(LookupError, 'LookupError');

/** There is nothing at a place. Python: `IndexError`. */
export class IndexError extends LookupError {
  /** Always `ERR_INDEX`. */
  override readonly code: string = 'ERR_INDEX';
}
brandError(IndexError, 'IndexError');

/** There is no such key. Python: `KeyError`. */
export class KeyError extends LookupError {
  /** Always `ERR_KEY`. */
  override readonly code: string = 'ERR_KEY';
}
brandError(KeyError, 'KeyError');

/** There is nothing in the queue. Python: `queue.Empty`. */
export class Empty extends Error {
  /** Always `ERR_EMPTY`. */
  readonly code: string = 'ERR_EMPTY';
}
brandError(Empty, 'Empty');

/** There is no room in the queue. Python: `queue.Full`. */
export class Full extends Error {
  /** Always `ERR_FULL`. */
  readonly code: string = 'ERR_FULL';
}
brandError(Full, 'Full');

/** The queue takes no more items, or has none left and takes no more. Python: `queue.ShutDown`. */
export class ShutDown extends Error {
  /** Always `ERR_SHUT_DOWN`. */
  readonly code: string = 'ERR_SHUT_DOWN';
}
brandError(ShutDown, 'ShutDown');

/**
 * Something cannot travel to a worker, or back. Thrown by `submit()` itself for a function or an argument; a result
 * that cannot travel rejects the Future of its task.
 */
export class TaskError extends TypeError {
  /**
   * What is wrong: with an argument or a result, `ERR_TASK_ARGUMENT`, `ERR_TASK_RESULT`; with a function, one of the table in
   * docs/functions.md, such as `ERR_TASK_CAPTURE`; where a worker does not find it, `ERR_TASK_MODULE`, `ERR_TASK_EXPORT`,
   * `ERR_TASK_FUNCTION`; for a write to a copy in debug mode, `ERR_TASK_COPY`.
   */
  readonly code: string;

  /** `code` says what is wrong, `message` says where, and what to do. */
  constructor(message: string, options: ErrorOptions & { code: string }) {
    super(message, options);
    this.code = options.code;
  }
}
brandError(TaskError, 'TaskError');

/** The worker that ran a task has ended, before the task did. */
export class WorkerTerminated extends Error {
  /** `ERR_WORKER_TERMINATED`, or the code of a subclass. */
  readonly code: string = 'ERR_WORKER_TERMINATED';

  /** The worker's exit code, where it is known. */
  readonly exitCode: number | undefined;

  /** `cause` is the uncaught error that ended the worker, if one did. */
  constructor(message: string, options: ErrorOptions & { exitCode?: number | undefined } = {}) {
    super(message, options);
    this.exitCode = options.exitCode;
  }
}
brandError(WorkerTerminated, 'WorkerTerminated');

/** The worker that ran a task has reached the limit of its heap. */
export class WorkerOutOfMemory extends WorkerTerminated {
  /** Always `ERR_WORKER_OUT_OF_MEMORY`. */
  override readonly code: string = 'ERR_WORKER_OUT_OF_MEMORY';
}
brandError(WorkerOutOfMemory, 'WorkerOutOfMemory');

/** A native task panicked. Its thread goes on. */
export class NativePanic extends Error {
  /** Always `ERR_NATIVE_PANIC`. */
  readonly code: string = 'ERR_NATIVE_PANIC';
}
brandError(NativePanic, 'NativePanic');

/** Bytes that should be a value are not. */
export class DecodeError extends Error {
  /** Always `ERR_DECODE`. */
  readonly code: string = 'ERR_DECODE';
}
brandError(DecodeError, 'DecodeError');
