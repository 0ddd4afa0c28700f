/**
 * What is handed over, not copied: here it is gone, and there it is whole.
 *
 * @module
 */

import { types } from 'node:util';
import { MessageChannel, MessagePort } from 'node:worker_threads';
import { wrongType } from '../errors.js';

/** What can be handed over to another thread: an ArrayBuffer, a MessagePort, a FileHandle, a stream. */
export type Transferable = object;

/**
 * Takes objects away from the thread that has them, so that they can be sent later.
 *
 * All of them are taken, or none.
 *
 * @throws DOMException (`DataCloneError`) for one that is detached, is shared, stands there twice, or cannot be handed over
 * at all.
 */
export function takeAway(list: readonly Transferable[]): Transferable[] {
  return handOver(list, () => structuredClone(list, { transfer: list as never }) as Transferable[]);
}

/**
 * Runs what hands the objects over, and says in one way on all Nodes what is wrong with them.
 *
 * @throws DOMException, as `takeAway`.
 */
export function handOver<Result>(list: readonly Transferable[], run: () => Result): Result {
  for (const [index, value] of list.entries()) {
    if (isDetached(value)) {
      throw refused(`transfer[${index}] is detached: it was transferred before`);
    }
  }
  try {
    return run();
  } catch (error) {
    // Node 20 throws TypeErrors, too.
    throw error instanceof DOMException ? error : refused((error as Error).message, error);
  }
}

/** @throws TypeError for what is no list of objects. */
export function checkTransfer(name: string, list: unknown): asserts list is readonly Transferable[] {
  if (!Array.isArray(list)) {
    throw wrongType(name, 'an array', list);
  }
  for (const [index, value] of list.entries()) {
    if (typeof value !== 'object' || value === null) {
      throw wrongType(`${name}[${index}]`, 'an ArrayBuffer, a MessagePort or another transferable object', value);
    }
  }
}

/** Node 20 has no property for it, and takes one that is detached for an empty one. */
function isDetached(value: object): boolean {
  if (!types.isArrayBuffer(value) || value.byteLength > 0) {
    return false;
  }
  try {
    new Uint8Array(value);
    return false;
  } catch {
    return true;
  }
}

function refused(message: string, cause?: unknown): DOMException {
  const error = new DOMException(message, 'DataCloneError');
  return cause === undefined ? error : Object.assign(error, { cause });
}

/**
 * A port that can be posted: one that is closed cannot, as whoever was at its other end may have closed it meanwhile. In
 * its place stands one that nobody is at the other end of.
 */
export function openPort(value: Transferable): Transferable {
  if (!(value instanceof MessagePort)) {
    return value;
  }
  try {
    return structuredClone(value, { transfer: [value] });
  } catch {
    const { port1, port2 } = new MessageChannel();
    port1.close();
    return port2;
  }
}

/** Lets go of what nobody will ever have: who is at the other end of a port, a pipe or a file is told. */
export function discard(list: readonly Transferable[]): void {
  for (const value of list) {
    const { close } = value as { close?: () => unknown };
    if (typeof close === 'function') {
      void Promise.resolve(close.call(value)).catch(() => {});
    }
  }
}
