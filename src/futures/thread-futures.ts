/**
 * The Futures of this thread that other threads have too.
 *
 * Of the thread, not of the module, which there may be several copies of: a worker has its own, and the one that its tasks
 * import.
 *
 * @module
 */

import type { Future } from './future.js';
import type { Waiter } from './watchers.js';

/** What a copy of the package does for its own Futures. */
export interface FutureCopy {
  isFuture(value: unknown): value is Future<unknown>;
  /** The number by which all threads know the Future. It has one from now on. */
  share(future: Future<unknown>): number;
  addWaiter(future: Future<unknown>, waiter: Waiter): boolean;
  removeWaiter(future: Future<unknown>, waiter: Waiter): void;
  hasFailed(future: Future<unknown>): boolean;
  look(future: Future<unknown>): void;
}

interface ThreadFutures {
  readonly copies: FutureCopy[];
  /** By number. */
  readonly here: Map<number, WeakRef<object>>;
  readonly numbers: WeakMap<object, number>;
}

const key = Symbol.for('nogil.futures');
const thread = globalThis as { [key]?: ThreadFutures };
thread[key] ??= { copies: [], here: new Map(), numbers: new WeakMap() };
const { copies, here, numbers } = thread[key];

/** This copy has Futures of its own. */
export function addFutureCopy(copy: FutureCopy): void {
  copies.push(copy);
}

/** Whose Future that is; undefined for what is none. */
export function copyOf(value: unknown): FutureCopy | undefined {
  return copies.find((copy) => copy.isFuture(value));
}

/** Whether `waiter` would be told at once; if not, it is told later, unless it is taken back. */
export function addWaiterOfAnyCopy(future: Future<unknown>, waiter: Waiter): boolean {
  return copyOf(future)?.addWaiter(future, waiter) ?? false;
}

/** Takes an `addWaiterOfAnyCopy` back. */
export function removeWaiterOfAnyCopy(future: Future<unknown>, waiter: Waiter): void {
  copyOf(future)?.removeWaiter(future, waiter);
}

/** Whether it has failed: a cancelled one has not. */
export function hasFailedOfAnyCopy(future: Future<unknown>): boolean {
  return copyOf(future)?.hasFailed(future) ?? false;
}

/** The Future of that number, if this thread has it. */
export function futureHere(number: number): object | undefined {
  return here.get(number)?.deref();
}

/** The number of a Future that was shared. */
export function numberOf(future: object): number | undefined {
  return numbers.get(future);
}

/** That number is this Future in this thread. */
export function setHere(number: number, future: object): void {
  here.set(number, new WeakRef(future));
  numbers.set(future, number);
}

/** A Future of that number was collected. There may be another one by now. */
export function goneFromHere(number: number): void {
  if (futureHere(number) === undefined) {
    here.delete(number);
  }
}
