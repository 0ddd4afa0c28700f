/**
 * The stack of an error that comes from another thread goes on with the frames of whoever awaits its Future.
 *
 * @module
 */

import { fileURLToPath } from 'node:url';
import { workerEntry } from '../files.js';

class Same {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: a subclass gives its private fields to what is returned.
    return object;
  }
}

/**
 * Marks errors that were made in another thread, and have its frames only: by a field that nobody else sees. A WeakSet
 * keeps the room that it once needed, for as many errors as there ever were between two collections.
 */
class Foreign extends Same {
  #isForeign = true;

  static has(object: object): boolean {
    return #isForeign in object && object.#isForeign;
  }

  static add(object: object): void {
    if (!(#isForeign in object)) {
      new Foreign(object);
    }
  }

  static delete(object: object): void {
    (object as Foreign).#isForeign = false;
  }
}

/** The file that runs tasks: its frames tell nobody anything. */
let worker = '';

function workerFile(): string {
  if (worker === '') {
    const isBundle = (import.meta.url as string | undefined) === undefined;
    // In that file itself nothing has a URL.
    worker = isBundle ? String(process.argv[1]) : fileURLToPath(workerEntry());
  }
  return worker;
}

/** What a task threw was read from a message: nobody else has it. */
export function cameFromAnotherThread(thrown: unknown): void {
  if (!(thrown instanceof Error)) {
    return;
  }
  Foreign.add(thrown);
  const { stack } = thrown;
  if (typeof stack === 'string' && stack.includes(workerFile())) {
    setStack(
      thrown,
      stack.split('\n').filter((line) => !line.includes(workerFile())),
    );
  }
}

/**
 * Adds the frames of the code that gets the error, once.
 *
 * In the job of a promise, V8 knows which functions wait for what that job settles. So it is to be called in one that
 * rejects the Future, before anything else than the waiting code has called `then` on it: of several, V8 follows none.
 *
 * @param below - the function that was called by the code that gets the error, where it is not waited for.
 */
export function joinCallerFrames(thrown: unknown, below?: (...args: never[]) => unknown): void {
  if (typeof thrown !== 'object' || thrown === null || !Foreign.has(thrown)) {
    return;
  }
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, below ?? joinCallerFrames);
  const [, ...frames] = String(trace.stack).split('\n');
  const callers = below === undefined ? frames.filter((frame) => frame.startsWith('    at async ')) : frames;
  if (callers.length === 0) {
    return;
  }
  Foreign.delete(thrown);
  const { stack } = thrown as Error;
  if (typeof stack === 'string') {
    setStack(thrown, [stack, ...callers]);
  }
}

function setStack(error: object, lines: readonly string[]): void {
  Reflect.defineProperty(error, 'stack', { configurable: true, value: lines.join('\n'), writable: true });
}
