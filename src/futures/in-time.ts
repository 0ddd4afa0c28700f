/**
 * Waiting for a Future for so long, and no longer.
 *
 * @module
 */

import { TimeoutError } from '../errors.js';
import { Timer } from '../timer.js';
import type { DoneCallback } from './done-callbacks.js';

/** A Promise that a Future is done in time, which is not done now, and has these callbacks. */
export function doneInTime(callbacks: DoneCallback[], milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (milliseconds <= 0) {
      reject(notInTime(milliseconds));
      return;
    }
    const inTime = () => {
      timer.stop();
      resolve();
    };
    const timer = new Timer(milliseconds, () => {
      callbacks.splice(callbacks.indexOf(inTime), 1);
      reject(notInTime(milliseconds));
    });
    callbacks.push(inTime);
  });
}

/** It was not done in time. */
export function notInTime(milliseconds: number): TimeoutError {
  return new TimeoutError(`the Future is not done after ${Math.max(0, Math.round(milliseconds))} ms`);
}
