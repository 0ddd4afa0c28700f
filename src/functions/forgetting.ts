/**
 * Functions that nobody can submit any more are forgotten, so that a program that makes new ones for ever does not grow.
 *
 * The native side keeps them until all threads have read what was delivered to them by then. What was not delivered yet
 * is looked after here.
 *
 * @module
 */

import { native } from '../binding/native.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { setImmediate } = globalThis;

/** Writes messages that may name functions. */
export interface MessageWriter {
  /** Delivers the messages that are whole. */
  deliver?(): void;
  /** Calls back for each message which names one of these and may not have been read: with what ends when it was. */
  unread?(ids: ReadonlySet<number>, found: (id: number, end: Promise<unknown>) => void): void;
}

/** All of the thread, whichever of the two copies of this module that a worker may have they belong to. */
const key = Symbol.for('nogil.messageWriters');
const thread = globalThis as { [key]?: MessageWriter[] };
thread[key] ??= [];
const writers = thread[key];

/** From now on the writer is asked before anything is forgotten. */
export function addMessageWriter(writer: MessageWriter): void {
  writers.push(writer);
}

/** Delivers what is written and whole, before something is given back that it may name. */
export function deliverMessages(): void {
  for (const writer of writers) {
    writer.deliver?.();
  }
}

let ids: number[] = [];

const gone = new FinalizationRegistry<number>(forgetSoon);

/** Forgets the number, which was registered once for `keeper`, when that is gone: what could be submitted refers to it. */
export function forgetWithout(keeper: object, id: number): void {
  gone.register(keeper, id);
}

function forgetSoon(id: number): void {
  ids.push(id);
  if (ids.length === 1) {
    // The collector finds many at once.
    setImmediate(forgetAll).unref();
  }
}

function forgetAll(): void {
  const forgotten = ids;
  ids = [];
  const unread = unreadMessages(new Set(forgotten));
  deliverMessages();
  native.forgetFunctions(Uint32Array.from(forgotten.filter((id) => !unread.has(id))));
  for (const id of forgotten) {
    const ends = unread.get(id);
    if (ends !== undefined) {
      void Promise.allSettled(ends).then(() => forgetSoon(id));
    }
  }
}

function unreadMessages(ids: ReadonlySet<number>): Map<number, Promise<unknown>[]> {
  const unread = new Map<number, Promise<unknown>[]>();
  for (const writer of writers) {
    writer.unread?.(ids, (id, end) => {
      const ends = unread.get(id);
      if (ends === undefined) {
        unread.set(id, [end]);
      } else {
        ends.push(end);
      }
    });
  }
  return unread;
}
