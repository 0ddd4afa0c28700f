/**
 * Tasks of one pool that were aborted and may take some time to end: after that their workers are ended.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { Alarm } from './alarm.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { performance } = globalThis;

interface Abort {
  readonly lane: number;
  /** The abort's number. */
  readonly abort: number;
  /** When its time is over. */
  readonly end: number;
}

/** See the module. */
export class Grace {
  readonly #key: number;
  readonly #time: number;
  readonly #endWorker: (lane: number) => void;
  /** The oldest first. */
  #aborts: Abort[] = [];
  /** One for all of them: it rings when the time of the oldest is over, which may have ended. */
  #alarm: Alarm | undefined;

  /** For the pool of that key; each abort has so many milliseconds. */
  constructor(key: number, time: number, endWorker: (lane: number) => void) {
    this.#key = key;
    this.#time = time;
    this.#endWorker = endWorker;
  }

  /** The worker of that lane runs a task that is to end. */
  begin(lane: number, abort: number): void {
    if (this.#time === Number.POSITIVE_INFINITY) {
      return;
    }
    this.#forgetEnded();
    this.#aborts.push({ lane, abort, end: performance.now() + this.#time });
    this.#alarm ??= this.#alarmAt(this.#time);
  }

  /** The pool has ended. */
  stop(): void {
    this.#alarm?.stop();
  }

  #alarmAt(milliseconds: number): Alarm {
    return new Alarm(milliseconds, () => this.#ring());
  }

  #ring(): void {
    this.#forgetEnded();
    const now = performance.now();
    const over = this.#aborts.filter(({ end }) => end <= now);
    this.#aborts = this.#aborts.slice(over.length);
    const [next] = this.#aborts;
    this.#alarm = next === undefined ? undefined : this.#alarmAt(next.end - now);
    for (const { lane } of over) {
      this.#endWorker(lane);
    }
  }

  #forgetEnded(): void {
    this.#aborts = this.#aborts.filter(({ lane, abort }) => native.isAborting(this.#key, lane, abort));
  }
}
