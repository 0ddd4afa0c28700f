import { initRuntime, move, shutdown, spawn } from 'multithreading';
import { workerCount } from '../candidates.mjs';

// multithreading sends the text of a function, which therefore sees no import: these are the tasks of work.mjs again,
// with the thread id taken from inside. `await import(...)` there would make every task wait for a promise.

/**
 * @param {number} a
 * @param {number} b
 */
function add(a, b) {
  const { threadId } = process.getBuiltinModule('node:worker_threads');
  return a + b + threadId * 2 ** 32;
}

/**
 * @param {number} a
 * @param {number} b
 */
async function addAsync(a, b) {
  const { threadId } = process.getBuiltinModule('node:worker_threads');
  return a + b + threadId * 2 ** 32;
}

/** @param {number} milliseconds */
function spin(milliseconds) {
  const { threadId } = process.getBuiltinModule('node:worker_threads');
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    // Busy.
  }
  return milliseconds + threadId * 2 ** 32;
}

/** @param {import('../tasks.mjs').Item} item */
function object(item) {
  const { threadId } = process.getBuiltinModule('node:worker_threads');
  return { ...item, id: item.id + 1, thread: threadId };
}

/** @param {Uint8Array} input */
function bytes(input) {
  const { threadId } = process.getBuiltinModule('node:worker_threads');
  new DataView(input.buffer, input.byteOffset).setUint32(0, threadId, true);
  return input;
}

/**
 * @template Value
 * @param {{ ok: true, value: Value } | { ok: false, error: unknown }} outcome
 */
function unwrap(outcome) {
  if (!outcome.ok) {
    throw outcome.error;
  }
  return outcome.value;
}

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  initRuntime({ maxWorkers: workerCount });
  return {
    add: (a, b) => spawn(move(a, b), add).join().then(unwrap),
    addAsync: (a, b) => spawn(move(a, b), addAsync).join().then(unwrap),
    spin: (milliseconds) => spawn(move(milliseconds), spin).join().then(unwrap),
    object: (item) => spawn(move(item), object).join().then(unwrap),
    // A typed array is moved, not copied: the caller makes the copy that it wants to keep.
    bytes: (input) => spawn(move(input.slice()), bytes).join().then(unwrap),
    close: shutdown,
  };
}
