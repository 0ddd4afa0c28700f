/**
 * Results that are handed over.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import { checkTransfer, type Transferable } from './transferables.js';

/** Of the thread, not of the module, of which a worker has two copies: its own, and the one that tasks import. */
const key = Symbol.for('nogil.transfer');

/** What tasks have named, by their results. */
interface Transfers {
  lists: WeakMap<object, readonly Transferable[]>;
  /** False until a task of this thread has named something. */
  some: boolean;
}

const thread = globalThis as { [key]?: Transfers };
thread[key] ??= { lists: new WeakMap(), some: false };
const transfers = thread[key];

/**
 * Has a task hand parts of its result over, where they would be copied: `return transfer(result, [result.buffer])`.
 *
 * It gives `value` itself. When the task returns it, what `list` names arrives as it is, and is gone in the worker:
 * ArrayBuffers and views over them, MessagePorts, FileHandles, streams. For what goes the other way there is
 * the option `transfer` of a submit.
 *
 * # Differences from Python
 * Threads of Python share all objects.
 *
 * @throws TypeError when `value` is no object, or `list` is no array of objects. What cannot be handed over fails the
 * Future of the task with a DOMException (`DataCloneError`).
 * @example
 * ```ts
 * const pixels = await pool.submit((width: number) => {
 *   const drawn = new Uint8Array(width * width);
 *   return transfer(drawn, [drawn.buffer]);
 * }, 4096);
 * ```
 */
export function transfer<Value extends object>(value: Value, list: readonly Transferable[]): Value {
  if (typeof value !== 'object' || value === null) {
    throw wrongType('value', 'an object', value);
  }
  checkTransfer('list', list);
  transfers.some = true;
  transfers.lists.set(value, [...list]);
  return value;
}

/** What a task has named for its result. */
export function transferOf(value: unknown): readonly Transferable[] {
  if (!transfers.some || typeof value !== 'object' || value === null) {
    return NOTHING;
  }
  const list = transfers.lists.get(value) ?? NOTHING;
  transfers.lists.delete(value);
  return list;
}

const NOTHING: readonly Transferable[] = [];
