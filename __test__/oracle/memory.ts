/**
 * What the threads of one program share: gates, and a log.
 *
 * Its memory is in the environment data of the thread that imports this first, which the workers that it starts are given.
 */

import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const KEY = 'nogil.oracle';
const GATES = 16;
const NOTES = 4096;
const OPEN = 1;

/** The number of the note at the next place of the log. */
const NEXT = GATES;
const LOG = GATES + 1;

/** Milliseconds that a task waits at a gate, as in the oracle. */
const LONG = 60_000;

if (getEnvironmentData(KEY) === undefined) {
  setEnvironmentData(KEY, new SharedArrayBuffer((LOG + NOTES) * Int32Array.BYTES_PER_ELEMENT) as never);
}
const words = new Int32Array(getEnvironmentData(KEY) as unknown as SharedArrayBuffer);

/** For the next program: all gates are shut, and the log is empty. No thread of the last one may be left. */
export function clearMemory(): void {
  words.fill(0);
}

/** Lets through whoever waits, and whoever comes. */
export function openGate(gate: number): void {
  Atomics.store(words, gate, OPEN);
  Atomics.notify(words, gate);
}

/** Blocks the thread until the gate is open. */
export function passGate(gate: number): void {
  Atomics.wait(words, gate, 0, LONG);
}

/** Adds a text to the log, by its number, which is 1 or more. */
export function note(number: number): void {
  Atomics.store(words, LOG + Atomics.add(words, NEXT, 1), number);
}

/** The numbers in the log from a place on. */
export function notesFrom(place: number): number[] {
  const notes: number[] = [];
  for (let at = LOG + place; at < words.length; at++) {
    const number = Atomics.load(words, at);
    if (number === 0) {
      break;
    }
    notes.push(number);
  }
  return notes;
}
