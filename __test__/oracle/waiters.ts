/** Those who wait in a program of the family `lockstep`. */

import { setTimeout as delay } from 'node:timers/promises';
import { Future } from 'nogil/futures';
import { Queue } from 'nogil/queue';
import { Barrier, Condition, Event, Lock, Semaphore } from 'nogil/threading';
import type { Form } from './forms.js';
import { E1 } from './functions.js';
import { letStart, raiseVariables, threadAt } from './memory.js';
import { settle } from './settle.js';
import type { ThreadObjects } from './thread-objects.js';
import { inFlow, inThread } from './threads.js';
import { type Wait, waitAwaited, waitBlocked } from './waits.js';

/** Milliseconds in which a wait has to end that cannot last. */
const OVERDUE = 10_000;
const LOOK = 2;
/** Waits that may last are given more. */
const SHORT = 1000;

/** See the module. */
export class Waiters {
  readonly #form: Form;
  readonly #threads: ThreadObjects;
  readonly #ended: (text: string) => void;
  /** How many were started, and have ended. */
  #started = 0;
  #endings = 0;
  /** Those of them with a timeout that is meant to expire, which have not ended. */
  #short = 0;

  /** `ended` is told what comes of each. */
  constructor(form: Form, threads: ThreadObjects, ended: (text: string) => void) {
    this.#form = form;
    this.#threads = threads;
    this.#ended = ended;
  }

  /** Starts so many, and gives the ids of the threads in which they wait; flows are of none. */
  async start(count: number, object: object, wait: Wait): Promise<number[]> {
    const places: number[] = [];
    for (let one = 0; one < count; one++) {
      const place = this.#started++;
      const isBlocked = this.#form === 'blocked' || (this.#form === 'mixed' && place % 2 === 0);
      if (isBlocked) {
        places.push(place);
      }
      this.#add(
        wait,
        isBlocked ? inThread(waitBlocked, object, wait, place, [E1]) : inFlow(() => waitAwaited(object, wait)),
      );
    }
    await until(() => places.every((place) => threadAt(place) !== undefined), 'a thread does not begin');
    letStart(this.#started);
    return places.map((place) => threadAt(place) as number);
  }

  #add({ timeout = Number.POSITIVE_INFINITY }: Wait, end: Promise<string>): void {
    const short = timeout < SHORT ? 1 : 0;
    this.#short += short;
    void end
      .catch((error: Error) => `${error.stack}`)
      .then((text) => {
        this.#endings += 1;
        this.#short -= short;
        this.#ended(text);
      });
  }

  /** Resolves when no more of them can go on: each has ended, or sleeps until it is woken. */
  async settle(): Promise<void> {
    if (this.#endings < this.#started || this.#threads.areAlive) {
      const overdue = performance.now() + OVERDUE;
      await settle(
        () => String(this.#endings),
        () => {
          const isOver = this.#short === 0 && this.#threads.areStill();
          if (!isOver && performance.now() > overdue) {
            throw new Error('a wait does not end when its time is over, or a thread when nothing is in its way');
          }
          return isOver;
        },
      );
    }
  }

  /** Lets all go on that still wait, and checks that they do. */
  async end(objects: readonly object[]): Promise<void> {
    raiseVariables();
    // The lock of a condition is free whenever nobody runs.
    const hasCondition = objects.some((object) => object instanceof Condition);
    const inTheWay = objects.filter((object) => !(hasCondition && object instanceof Lock));
    await until(async () => {
      if (this.#endings < this.#started) {
        for (const object of inTheWay) {
          await letGo(object);
        }
      }
      return this.#endings === this.#started && !this.#threads.areAlive;
    }, 'a wait does not end when nothing is in its way');
  }
}

/** Takes out of the way what is waited for. */
async function letGo(object: object): Promise<void> {
  if (object instanceof Lock) {
    if (object.locked()) {
      object.release();
    }
  } else if (object instanceof Semaphore) {
    attempt(() => object.release());
  } else if (object instanceof Condition) {
    await object.use(() => object.notifyAll());
  } else if (object instanceof Event) {
    object.set();
  } else if (object instanceof Barrier) {
    object.abort();
  } else if (object instanceof Queue) {
    object.shutdown(true);
    attempt(() => object.taskDone());
  } else if (object instanceof Future && !object.done() && !object.cancel()) {
    object.setResult(null);
  }
}

/** It may be too late, or too often. */
function attempt(call: () => void): void {
  try {
    call();
  } catch {}
}

async function until(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const overdue = performance.now() + OVERDUE;
  while (!(await isSo())) {
    if (performance.now() > overdue) {
      throw new Error(otherwise);
    }
    await delay(LOOK);
  }
}
