/** Flags: shared memory that is sent along with a task. */

import { setImmediate } from 'node:timers/promises';

/** A flag that all threads see. */
export function newFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Lets through whoever waits for it. */
export function raise(flag: Int32Array): void {
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

/** Blocks the thread until the flag is raised. */
export function waitFor(flag: Int32Array): void {
  Atomics.wait(flag, 0, 0);
}

/** Resolves when the flag is raised. */
export async function raised(flag: Int32Array): Promise<void> {
  while (Atomics.load(flag, 0) === 0) {
    await setImmediate();
  }
}
