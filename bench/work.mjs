// What every candidate runs in its workers. Each result carries the id of the thread that made it, so that the
// harness can prove that the work left the main thread (whose id is 0).
import { existsSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/**
 * The smallest task: the sum in the low 32 bits of the integer, the thread above them.
 *
 * @param {number} a
 * @param {number} b
 */
export function add(a, b) {
  return a + b + threadId * 2 ** 32;
}

/**
 * The same, as an async function.
 *
 * @param {number} a
 * @param {number} b
 */
export async function addAsync(a, b) {
  return a + b + threadId * 2 ** 32;
}

/**
 * Keeps its worker, and a core, busy.
 *
 * @param {number} milliseconds
 */
export function spin(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    // Busy.
  }
  return milliseconds + threadId * 2 ** 32;
}

/**
 * Keeps its worker from everything else until there is such a file. It sleeps: the cores are free for the main thread.
 *
 * @param {string} gate
 */
export function block(gate) {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(gate)) {
    Atomics.wait(nobody, 0, 0, 10);
  }
  return threadId * 2 ** 32;
}

/**
 * A small object in, a changed one out.
 *
 * @param {import('./tasks.mjs').Item} item
 */
export function object(item) {
  return { ...item, id: item.id + 1, thread: threadId };
}

/**
 * Bytes in, the same bytes out with the thread in the first four. It writes into its argument, which is a copy of the
 * caller's in every candidate: so the row measures the journey and not an allocation in the task.
 *
 * @param {Uint8Array} input
 */
export function bytes(input) {
  new DataView(input.buffer, input.byteOffset).setUint32(0, threadId, true);
  return input;
}
