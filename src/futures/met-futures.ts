/**
 * The Futures that are met in a message while it is written: whoever keeps the message keeps them.
 *
 * @module
 */

/** None until the first is met. */
export type MetFutures = object[] | null;

interface Meeting {
  /** Somebody keeps the message that is being written. */
  wanted: boolean;
  met: MetFutures;
}

// Of the thread: a message of one copy of the package may name a Future of another one.
const key = Symbol.for('nogil.meeting');
const thread = globalThis as { [key]?: Meeting };
thread[key] ??= { wanted: false, met: null };
/** An object, so that it can be changed without a call, for each task that is submitted. */
export const meeting: Meeting = thread[key];

/** The message that is being written names this one. */
export function meet(future: object): void {
  if (meeting.wanted) {
    meeting.met ??= [];
    meeting.met.push(future);
  }
}

/** Those that are met while a message is written, which may be in the middle of another. */
export function futuresMet(write: () => void): readonly object[] {
  const outer = { ...meeting };
  meeting.wanted = true;
  meeting.met = null;
  try {
    write();
    return meeting.met ?? [];
  } finally {
    Object.assign(meeting, outer);
  }
}
