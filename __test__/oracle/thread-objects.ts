/** The threads that programs have as objects, and what is called on them, on timers, and on Locals. */

import { threadId } from 'node:worker_threads';
import { type Local, Thread, type Timer } from 'nogil/threading';
import type { Call } from './calls.js';
import { AttributeError, E1 } from './functions.js';
import { comeTo, isOpen, note, passGate, threadAt } from './memory.js';
import { notSupported } from './not-supported.js';
import type { Made } from './programs.js';
import { inThread } from './threads.js';

/** Places that nobody who waits has. */
const FIRST_PLACE = 200;

/** What a thread does that a program has. Its numbers are those of texts. */
function body(
  place: number,
  began: number,
  ended: number,
  gate: number | undefined,
  failure: string | undefined,
): void {
  note(began);
  comeTo(place, threadId);
  if (gate !== undefined) {
    passGate(gate);
  }
  if (failure !== undefined) {
    throw new E1(failure);
  }
  note(ended);
}

/** The threads of one program. */
export class ThreadObjects {
  readonly #threads: { thread: Thread; place: number; gate: number | undefined }[] = [];

  /** Makes one. */
  make(name: string, { daemon, fail }: Made, gate: number | undefined, number: (text: string) => number): Thread {
    const place = FIRST_PLACE + this.#threads.length;
    const failure = fail === true ? name : undefined;
    const args = [place, number(`run:${name}`), number(`end:${name}`), gate, failure] as Parameters<typeof body>;
    const thread = new Thread({ target: body, args, name, daemon });
    this.#threads.push({ thread: thread as unknown as Thread, place, gate });
    return thread as unknown as Thread;
  }

  /** Whether one is alive. */
  get areAlive(): boolean {
    return this.#threads.some(({ thread }) => thread.isAlive());
  }

  /** Whether each of them has not started, or has ended, or stands at its gate. */
  areStill(): boolean {
    return this.#threads.every(
      ({ thread, place, gate }) =>
        !thread.isAlive() || (gate !== undefined && !isOpen(gate) && threadAt(place) !== undefined),
    );
  }
}

/** Attributes of threads, timers and Locals; what is no attribute of theirs is called, and undefined is given here. */
export const attributes: Record<string, (object: object, call: Call) => unknown> = {
  get_name: (object) => (object as Thread).name,
  get_daemon: (object) => (object as Thread).daemon,
  set_daemon: (object, { v }) => {
    (object as Thread).daemon = v as boolean;
  },
  has_ident: (object) => (object as Thread).ident !== null,
  finished: (object) => {
    const { finished } = object as Timer & { finished?: { isSet: () => boolean } };
    return finished?.isSet() ?? notSupported('the attribute finished of a Timer');
  },
  setattr: (object, { name, v }) => {
    (object as Record<string, unknown>)[name ?? ''] = v;
  },
  getattr: (object, { name = '' }) => attributeOf(object as Local, name),
  getattr_other: async (object, { name = '' }) => {
    try {
      return await inThread(attributeOf, object as Local, name);
    } catch (error) {
      return error;
    }
  },
};

/** JavaScript says undefined where Python throws. */
function attributeOf(local: Local, name: string): unknown {
  if (!(name in local)) {
    throw new AttributeError(name);
  }
  return (local as unknown as Record<string, unknown>)[name];
}
