/**
 * What the threads of one program share: gates, variables, the places of those who wait, and a log.
 *
 * Its memory is in the environment data of the thread that imports this first, which the workers that it starts are given.
 */

import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const KEY = 'nogil.oracle';
const GATES = 16;
const VARIABLES = 16;
const PLACES = 256;
const NOTES = 4096;
const OPEN = 1;

const FIRST_VARIABLE = GATES;
const FIRST_PLACE = FIRST_VARIABLE + VARIABLES;
/** Who waits at a place below this one may begin. */
const START = FIRST_PLACE + PLACES;
/** The number of the note at the next place of the log. */
const NEXT = START + 1;
const LOG = NEXT + 1;

/** More than any variable of a program is. */
const MUCH = 1_000_000;

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

/** Whether the gate is open. */
export function isOpen(gate: number): boolean {
  return Atomics.load(words, gate) === OPEN;
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

/** A variable, read as it is: what keeps it from being torn is the lock of the program. */
export function variable(number: number): number {
  return words[FIRST_VARIABLE + number] as number;
}

/** Sets one. */
export function setVariable(number: number, value: number): void {
  words[FIRST_VARIABLE + number] = value;
}

/** Sets all to more than anybody waits for. */
export function raiseVariables(): void {
  words.fill(MUCH, FIRST_VARIABLE, FIRST_VARIABLE + VARIABLES);
}

/** Says that who waits at this place has begun, in that thread. */
export function comeTo(place: number, thread: number): void {
  Atomics.store(words, FIRST_PLACE + (place % PLACES), thread + 1);
}

/** The thread of the one who waits at this place, once it has begun. */
export function threadAt(place: number): number | undefined {
  const thread = Atomics.load(words, FIRST_PLACE + (place % PLACES));
  return thread === 0 ? undefined : thread - 1;
}

/** Blocks the thread until those up to this place may begin: each has a thread of its own then, and all begin at once. */
export function passStart(place: number): void {
  for (;;) {
    const first = Atomics.load(words, START);
    if (first > place) {
      return;
    }
    Atomics.wait(words, START, first, LONG);
  }
}

/** Lets those begin who wait at a place below this one. */
export function letStart(place: number): void {
  Atomics.store(words, START, place);
  Atomics.notify(words, START);
}

/** Lets other threads run, if there are any that can. */
export function giveWay(): void {
  Atomics.wait(words, 0, Atomics.load(words, 0), 0.01);
}
