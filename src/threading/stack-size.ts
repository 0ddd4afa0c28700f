/**
 * How large the stacks of Threads are.
 *
 * @module
 */

import { ValueError, wrongType } from '../errors.js';
import { currentStackBytes, setStackBytes } from './thread-isolates.js';

/** As in Python. */
const LEAST = 32 * 1024;
const MOST = 2 ** 31 - 1;

/**
 * The size of the stacks of Threads that this thread starts, in bytes; 0 is Node's own choice, which is 4 MiB. With an
 * argument it is set, for all that start from now on, and what held before is returned. Python: `threading.stack_size`.
 *
 * @throws TypeError when `size` is no whole number; ValueError when it is neither 0 nor 32,768 at least.
 * @see https://docs.python.org/3/library/threading.html#threading.stack_size
 * @example
 * ```ts
 * const before = stackSize(16 * 1024 * 1024);
 * await Thread.start(() => console.log('a deep recursion')).join();
 * stackSize(before);
 * ```
 */
export function stackSize(size?: number): number {
  if (size === undefined) {
    return currentStackBytes();
  }
  if (!Number.isInteger(size)) {
    throw wrongType('size', 'a whole number of bytes', size);
  }
  if ((size !== 0 && size < LEAST) || size > MOST) {
    throw new ValueError(`size: expected 0, or ${LEAST} to ${MOST}; got ${size}`);
  }
  return setStackBytes(size);
}
