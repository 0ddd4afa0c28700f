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
 * What the thread imports, not the module: what runs in a worker is bundled into one file, with a copy of this
 * module in it, and what a task imports has another.
 */
const key = Symbol.for('nogil.importing');
const thread = globalThis as { [key]?: { names: string[]; isWorker: boolean } };
thread[key] ??= { names: [], isWorker: false };
const modules = thread[key];

/** This thread runs tasks of others: from now on, what it imports for them is watched. */
export function watchImports(): void {
  modules.isWorker = true;
}

/** Whether this thread runs tasks of others. */
export function isWorker(): boolean {
  return modules.isWorker;
}

/** Runs `load`, which imports what is named; until it is settled, `assertNotImporting` throws in a worker. */
export async function importing<T>(name: string, load: () => Promise<T>): Promise<T> {
  modules.names.push(name);
  try {
    return await load();
  } finally {
    ended(name);
  }
}

/** The same for what is there when `load` returns, as with `require`. */
export function requiring<T>(name: string, load: () => T): T {
  modules.names.push(name);
  try {
    return load();
  } finally {
    ended(name);
  }
}

function ended(name: string): void {
  modules.names.splice(modules.names.lastIndexOf(name), 1);
}

/** @throws RuntimeError while a module is imported for a task. */
export function assertNotImporting(): void {
  const name = modules.names.at(-1);
  if (modules.isWorker && name !== undefined) {
    throw new RuntimeError(
      `submit() was called while a worker was importing ${name}: a module that is imported in a worker must not ` +
        'submit tasks at its top level, since it would start itself again and again.\n' +
        '  Put the tasks into a module of their own, or submit inside of a function.',
    );
  }
}
