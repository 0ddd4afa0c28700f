/**
 * Calls that come after a time, also while the thread is blocked.
 *
 * @module
 */

import { whileBlocked } from '../binding/waiting.js';

/** Node takes a longer one for no time at all. */
const LONGEST = 2 ** 31 - 1;

// As they are now: a program may put others in their place, to have time stand still for its tests.
const { clearTimeout, performance, setTimeout } = globalThis;

const alarms = new Set<Alarm>();

whileBlocked(() => {
  for (const alarm of alarms) {
    alarm.look();
  }
  return alarms.size > 0;
});

/** One call, after so many milliseconds. It keeps no event loop alive. */
export class Alarm {
  readonly #at: number;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, ring: () => void) {
    this.#at = performance.now() + milliseconds;
    this.#ring = ring;
    alarms.add(this);
    this.#sleep();
  }

  /** It is not to ring any more. */
  stop(): void {
    clearTimeout(this.#timer);
    alarms.delete(this);
  }

  /** Rings if it is time. */
  look(): void {
    if (performance.now() >= this.#at) {
      this.stop();
      this.#ring();
    }
  }

  #sleep(): void {
    const left = Math.min(Math.max(Math.ceil(this.#at - performance.now()), 0), LONGEST);
    this.#timer = setTimeout(() => {
      this.look();
      if (alarms.has(this)) {
        this.#sleep();
      }
    }, left);
    this.#timer.unref();
  }
}
