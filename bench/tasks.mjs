// The tasks as the main thread sees them: what goes in, how it is handed over, and what must come back.
import { isDeepStrictEqual } from 'node:util';

/**
 * @typedef {object} Item
 * @property {number} id
 * @property {string} name
 * @property {string[]} tags
 * @property {object} nested
 */

/**
 * @template Input, Result
 * @typedef {object} Task
 * @property {(sequence: number) => Input} input makes the input with this number; made outside the clock
 * @property {(pool: import('./candidates.mjs').Pool, input: Input) => PromiseLike<Result>} submit
 * @property {(result: Result, input: Input) => number} check throws if the result is wrong, else gives the id of the
 *   thread that made it; called outside the clock
 */

const addend = 7;
const threadUnit = 2 ** 32;

/**
 * @param {string} name of the task
 * @param {number} result a number in the low 32 bits, the thread above them
 * @param {number} expected that number
 * @returns {number} the thread
 */
function threadOf(name, result, expected) {
  const low = result % threadUnit;
  if (low !== expected) {
    throw new Error(`wrong result: ${name} gave ${result}, which is ${low} and a thread, not ${expected}`);
  }
  return (result - low) / threadUnit;
}

/** @type {Task<number, number>} */
export const add = {
  input: (sequence) => sequence,
  submit: (pool, input) => pool.add(input, addend),
  check: (result, input) => threadOf('add', result, input + addend),
};

/** @type {Task<number, number>} */
export const addAsync = {
  input: (sequence) => sequence,
  submit: (pool, input) => pool.addAsync(input, addend),
  check: (result, input) => threadOf('addAsync', result, input + addend),
};

/** @type {Task<number, number>} the input is how many milliseconds */
export const spin = {
  input: (sequence) => sequence,
  submit: (pool, input) => pool.spin(input),
  check: (result, input) => threadOf('spin', result, input),
};

const tags = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa'];

/** @type {Task<Item, Item & { thread: number }>} */
export const object = {
  input: (sequence) => ({
    id: sequence,
    name: `user-${sequence}`,
    tags: [...tags],
    nested: { position: { x: sequence, y: 0.5 }, list: [1, 2, 3], active: true, note: 'some text' },
  }),
  submit: (pool, input) => pool.object(input),
  check(result, input) {
    const { thread, ...item } = result;
    if (!isDeepStrictEqual(item, { ...input, id: input.id + 1 })) {
      throw new Error(`wrong result: object ${JSON.stringify(input)} gave ${JSON.stringify(result)}`);
    }
    return thread;
  },
};

const byteLength = 64 * 1024;
const headerLength = 8;
const template = Uint8Array.from({ length: byteLength }, (_, index) => (index * 31) & 255).fill(0, 0, headerLength);

/** @param {Uint8Array} array */
const headerOf = (array) => new DataView(array.buffer, array.byteOffset, headerLength);

/** @param {Uint8Array} array */
const withoutThread = (array) => Buffer.from(array.buffer, array.byteOffset + 4, array.byteLength - 4);

/** @type {Task<Uint8Array, Uint8Array>} */
export const bytes = {
  input(sequence) {
    const array = template.slice();
    headerOf(array).setUint32(4, sequence, true);
    return array;
  },
  submit: (pool, input) => pool.bytes(input),
  check(result, input) {
    // Copied means that the caller still has its own, untouched.
    if (input.byteLength !== byteLength || headerOf(input).getUint32(0, true) !== 0) {
      throw new Error('wrong result: bytes were not copied, the input was moved or changed');
    }
    if (!(result instanceof Uint8Array) || !withoutThread(result).equals(withoutThread(input))) {
      throw new Error(`wrong result: bytes number ${headerOf(input).getUint32(4, true)} came back changed`);
    }
    return headerOf(result).getUint32(0, true);
  },
};
