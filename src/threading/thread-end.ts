/**
 * How a Thread has ended, as its isolate tells who has started it.
 *
 * @module
 */

/** Said in the place of a `ThreadEnd` when there is nothing to say: the target has returned, and has left nothing. */
export const CLEAN = 0;

/** See the module. */
export interface ThreadEnd {
  /** Something is left in the isolate. */
  readonly leftovers: boolean;
  /** What was not caught, as `failureBytes` writes it. */
  readonly failure: Uint8Array | undefined;
  /** It was told on stderr. */
  readonly isTold: boolean;
  /** The name that the Thread has given itself. */
  readonly name: string;
  /** The fields of an instance that its thread may have written. */
  readonly fields: Record<string, unknown> | undefined;
}

/** What a Thread is started with, beside what it runs. */
export const DAEMON = 1;
/** Errors that it does not catch are told by who has started it. */
export const HOOKED = 2;
