/**
 * Waiting for a Future for so long, and no longer.
 *
 * @module
 */

import { TimeoutError } from '../errors.js';
import { Timer } from '../timer.js';
import type { Future } from './future.js';
import { isDone } from './future-parts.js';
import { control } from './task-control.js';
import { addCallback, look, removeCallback } from './watchers.js';

/** A Promise that a Future is done in so many milliseconds. */
export function doneInTime(future: Future<unknown>, milliseconds: number): Promise<void> {
  look(future);
  if (milliseconds <= 0) {
    control.poll();
  }
  if (isDone(future)) {
    return Promise.resolve();
  }
  if (milliseconds <= 0) {
    return Promise.reject(notInTime(milliseconds));
  }
  return new Promise((resolve, reject) => {
    const inTime = () => {
      timer.stop();
      resolve();
    };
    const timer = new Timer(milliseconds, () => {
      removeCallback(future, inTime);
      reject(notInTime(milliseconds));
    });
    addCallback(future, inTime);
  });
}

/**
 * Blocks the thread until it is done.
 *
 * @throws TimeoutError when it is not in so many milliseconds.
 */
export function blockInTime(future: Future<unknown>, milliseconds: number): void {
  look(future);
  if (!isDone(future) && !control.block(future, milliseconds)) {
    throw notInTime(milliseconds);
  }
}

function notInTime(milliseconds: number): TimeoutError {
  return new TimeoutError(`the Future is not done after ${Math.max(0, Math.round(milliseconds))} ms`);
}
