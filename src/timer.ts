/**
 * Calls that come after a time, by a clock that nobody sets.
 *
 * @module
 */

/** The longest time that a timer of Node can be set to, in milliseconds: a longer one fires at once. */
const LONGEST = 2 ** 31 - 1;

// As they are now: a program may put others in their place, to have time stand still for its tests.
const { clearTimeout, performance, setTimeout } = globalThis;

/** One call, after any length of time, and never early. */
export class Timer {
  readonly #at: number;
  readonly #fire: () => void;
  readonly #holds: boolean;
  #timer: NodeJS.Timeout | undefined;

  /** Calls `fire` once, after so many milliseconds; never if they are `Infinity`. It may keep the event loop alive. */
  constructor(milliseconds: number, fire: () => void, holds = true) {
    this.#at = performance.now() + milliseconds;
    this.#fire = fire;
    this.#holds = holds;
    if (milliseconds !== Number.POSITIVE_INFINITY) {
      this.#set();
    }
  }

  /** It is not to fire any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Fires if it is time. Says whether it was. */
  look(): boolean {
    const isTime = performance.now() >= this.#at;
    if (isTime) {
      this.stop();
      this.#fire();
    }
    return isTime;
  }

  #set(): void {
    const left = Math.max(0, Math.ceil(this.#at - performance.now()));
    this.#timer = setTimeout(
      () => {
        if (!this.look()) {
          this.#set();
        }
      },
      Math.min(left, LONGEST),
    );
    if (!this.#holds) {
      this.#timer.unref();
    }
  }
}
