/**
 * Gates: events that all threads of a program see, and that can be waited for with and without blocking.
 *
 * Their memory is in the environment data of the thread that imports this first, which the workers that it starts, and
 * those that they start, are given.
 */

import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const KEY = 'nogil.gates';
const GATES = 1024;
const OPEN = 1;

if (getEnvironmentData(KEY) === undefined) {
  setEnvironmentData(KEY, new SharedArrayBuffer(GATES * Int32Array.BYTES_PER_ELEMENT) as never);
}
const gates = new Int32Array(getEnvironmentData(KEY) as unknown as SharedArrayBuffer);

let made = 0;

/** The first of so many gates, which are shut. To be called by one thread of a program. */
export function newGates(count = 1): number {
  const first = made;
  made += count;
  if (made > GATES) {
    throw new Error('there are no more gates');
  }
  return first;
}

/** Lets through whoever waits, and whoever comes. */
export function open(gate: number): void {
  Atomics.store(gates, gate, OPEN);
  Atomics.notify(gates, gate);
}

/** Whether it was opened. */
export function isOpen(gate: number): boolean {
  return Atomics.load(gates, gate) === OPEN;
}

/** Blocks the thread, which hears of nothing meanwhile, until the gate is open. */
export function blockUntilOpen(gate: number): void {
  Atomics.wait(gates, gate, 0);
}

type Wait = { async: true; value: Promise<string> } | { async: false; value: string };
const { waitAsync } = Atomics as unknown as { waitAsync(gates: Int32Array, gate: number, value: number): Wait };

/** Resolves when the gate is open. */
export async function opened(gate: number): Promise<void> {
  // To wait so keeps no event loop alive.
  const hold = setInterval(() => {}, 2 ** 30);
  await waitAsync(gates, gate, 0).value;
  clearInterval(hold);
}
