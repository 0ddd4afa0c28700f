/**
 * The stack of an error that comes from another thread goes on with the frames of whoever awaits its Future.
 *
 * @module
 */

/** Errors that were made in another thread, and have its frames only. */
const foreign = new WeakSet<object>();

/** What a task threw was read from a message: nobody else has it. */
export function cameFromAnotherThread(thrown: unknown): void {
  if (thrown instanceof Error) {
    foreign.add(thrown);
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
  if (typeof thrown !== 'object' || thrown === null || !foreign.has(thrown)) {
    return;
  }
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, below ?? joinCallerFrames);
  const [, ...frames] = String(trace.stack).split('\n');
  const callers = below === undefined ? frames.filter((frame) => frame.startsWith('    at async ')) : frames;
  if (callers.length === 0) {
    return;
  }
  foreign.delete(thrown);
  const { stack } = thrown as Error;
  if (typeof stack === 'string') {
    Reflect.defineProperty(thrown, 'stack', {
      configurable: true,
      value: [stack, ...callers].join('\n'),
      writable: true,
    });
  }
}
