/**
 * Functions that nobody can submit any more are forgotten, so that a program that makes new ones for ever does not grow.
 *
 * @module
 */

import { native } from '../binding/native.js';

// As they are now: a program may put others in their place, to have time stand still for its tests.
const { setImmediate, setTimeout } = globalThis;

/** Calls back once all tasks that are pending now have ended. */
type AfterPending = (callback: () => void) => void;

let afterPending: AfterPending = (callback) => callback();

/** Tells how to wait for tasks: they may name a function that is gone in their own thread. */
export function setAfterPending(wait: AfterPending): void {
  afterPending = wait;
}

/** So long a result may wait to be read, in milliseconds. */
const UNREAD = 30_000;

let ids: number[] = [];

const gone = new FinalizationRegistry<number>((id) => {
  ids.push(id);
  if (ids.length === 1) {
    // The collector finds many at once.
    setImmediate(forgetAll).unref();
  }
});

/** Forgets the number when `slice` is gone: what could be submitted by it refers to it. */
export function forgetWithout(slice: object, id: number): void {
  gone.register(slice, id);
}

function forgetAll(): void {
  const forgotten = ids;
  ids = [];
  afterPending(() => {
    // A result that names one may not have been read yet by the thread that it went to.
    setTimeout(() => {
      for (const id of forgotten) {
        native.forgetFunction(id);
      }
    }, UNREAD).unref();
  });
}
