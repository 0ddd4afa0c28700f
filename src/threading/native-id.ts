/**
 * The numbers of a thread.
 *
 * @module
 */

import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { threadId } from 'node:worker_threads';

let own: number | null | undefined;

/**
 * The number of the calling thread: Node's `threadId` and 1, as it is never 0. That of a Thread is used again when the
 * Thread has ended. Python: `threading.get_ident`.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.get_ident
 * @example
 * ```ts
 * console.log(`thread ${getIdent()}`);
 * ```
 */
export function getIdent(): number {
  return identOf(threadId);
}

/** The number of the thread that Node has given that one. */
export function identOf(threadId: number): number {
  return threadId + 1;
}

/**
 * The number that the system has given the calling thread, as its tools show it. Python: `threading.get_native_id`.
 *
 * # Differences from Python
 * It is known on Linux, and null elsewhere.
 *
 * @see https://docs.python.org/3/library/threading.html#threading.get_native_id
 * @example
 * ```ts
 * console.log(`see /proc/${process.pid}/task/${getNativeId()}`);
 * ```
 */
export function getNativeId(): number | null {
  own ??= read();
  return own;
}

function read(): number | null {
  try {
    // It leads to <pid>/task/<tid>.
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}
