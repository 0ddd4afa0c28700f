/**
 * This thread in the eyes of the runtime, and how its event loop is kept alive.
 *
 * @module
 */

import type { Isolate } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { Area } from '../codec/area.js';

const AREA_WORDS = 32 * 1024;

/** An area larger than this is given back once it was used. */
export const KEPT_WORDS: number = 128 * 1024;

/** Words of a record before its payload. */
export const HEADER = 2;

/** Where tasks are written. */
export const tasks: Area = new Area(AREA_WORDS);
/** Where results are read. */
export const results: Area = new Area(AREA_WORDS);

/** Called when there are results, or a task for a worker of this thread. */
const listeners: (() => void)[] = [];

/** This thread in the eyes of the runtime. */
export const isolate: Isolate = new addon.Isolate(ring, tasks.bytes, results.bytes);
/** Its hot functions. */
export const native: ReturnType<Isolate['hot']> = isolate.hot();

/** Reasons to keep the event loop alive. */
let holds = 0;

/** Keeps the event loop alive until `release`. */
export function hold(): void {
  if (holds === 0) {
    native.hold(1);
  }
  holds += 1;
}

/** Takes one `hold` back. */
export function release(): void {
  if (holds === 1) {
    native.hold(0);
  }
  holds -= 1;
}

/** Has `listener` called when the doorbell rings. */
export function onRing(listener: () => void): void {
  listeners.push(listener);
}

function ring(): void {
  for (const listener of listeners) {
    try {
      listener();
    } catch (error) {
      // The native caller cannot take an error; as an uncaught one it has its stack.
      process.nextTick(() => {
        throw error;
      });
    }
  }
}
