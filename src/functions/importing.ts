/**
 * Whether this thread is importing a module for a task.
 *
 * A module that makes a pool and submits at its top level would, when a worker imports it, do so again there, and
 * again in the worker of that pool, without end. So nothing can be submitted while a worker imports.
 *
 * @module
 */

import { RuntimeError } from '../errors.js';

/**
 * The count of the thread, not of the module: what runs in a worker is bundled into one file, with a copy of this
 * module in it, and what a task imports has another.
 */
const key = Symbol.for('nogil.importing');
const thread = globalThis as { [key]?: { count: number; isWorker: boolean } };
thread[key] ??= { count: 0, isWorker: false };
const modules = thread[key];

/** This thread runs tasks of others: from now on, what it imports for them is watched. */
export function watchImports(): void {
  modules.isWorker = true;
}

/** Whether this thread runs tasks of others. */
export function isWorker(): boolean {
  return modules.isWorker;
}

/** Runs `load`; until it is settled, `assertNotImporting` throws in a worker. */
export async function importing<T>(load: () => Promise<T>): Promise<T> {
  modules.count += 1;
  try {
    return await load();
  } finally {
    modules.count -= 1;
  }
}

/** @throws RuntimeError while a module is imported for a task. */
export function assertNotImporting(): void {
  if (modules.isWorker && modules.count > 0) {
    throw new RuntimeError(
      'A module that is imported in a worker must not submit tasks at its top level: it would start itself again ' +
        'and again.\n  Put the tasks into a module of their own, or submit inside of a function.',
    );
  }
}
