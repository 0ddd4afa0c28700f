/**
 * Whether this thread is importing a module for a task.
 *
 * A module that makes a pool and submits at its top level would, when a worker imports it, do so again there, and
 * again in the worker of that pool, without end. So what an import starts can submit nothing while it goes on: the
 * modules' own top level, and what that awaits or leaves to timers. Other tasks of the worker, which run beside an
 * import where a worker runs several at once, can.
 *
 * It is told by the asynchronous context, so it cannot tell everything. Not noticed is a submit in a callback of
 * something that was there before the import (a listener of a shared EventEmitter), and one behind a top-level `await`
 * of a module that a task is already importing by itself. Once nothing is imported any more, nothing is refused.
 *
 * @module
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { RuntimeError } from '../errors.js';

/** Imports that go on at the same time: modules that several of them share may run in the context of any. */
interface Imports {
  running: number;
}

/** What runs because of an import. */
interface Import {
  /** What is imported. */
  readonly name: string;
  readonly among: Imports;
}

/** What this thread imports for the tasks of others. */
interface Watch {
  readonly contexts: AsyncLocalStorage<Import>;
  imports: Imports;
  /** What is being required: nothing else runs meanwhile. */
  readonly required: string[];
}

/**
 * Of the thread, not of the module: what runs in a worker is bundled into one file, with a copy of this module in it,
 * and what a task imports has another.
 */
const key = Symbol.for('nogil.importing');
const thread = globalThis as { [key]?: { watch: Watch | undefined } };
thread[key] ??= { watch: undefined };
/** Another copy may fill it later: what is preloaded into a worker comes before the bundle. */
const worker = thread[key];

/** This thread runs tasks of others: from now on, what it imports for them is watched. */
export function watchImports(): void {
  worker.watch = { contexts: new AsyncLocalStorage(), imports: { running: 0 }, required: [] };
}

/** Whether this thread runs tasks of others. */
export function isWorker(): boolean {
  return worker.watch !== undefined;
}

/** Runs `load`, which imports what is named; until it is settled, `assertNotImporting` throws in what it starts. */
export async function importing<T>(name: string, load: () => Promise<T>): Promise<T> {
  const { watch } = worker;
  if (watch === undefined) {
    return load();
  }
  const { contexts, imports: among } = watch;
  among.running += 1;
  try {
    return await contexts.run({ name, among }, load);
  } finally {
    among.running -= 1;
    if (among.running === 0) {
      watch.imports = { running: 0 };
      // Before Node 24, every promise of the thread is slower while contexts are kept.
      contexts.disable();
    }
  }
}

/** The same for what is there when `load` returns, as with `require`. */
export function requiring<T>(name: string, load: () => T): T {
  const required = worker.watch?.required ?? [];
  required.push(name);
  try {
    return load();
  } finally {
    required.pop();
  }
}

/** @throws RuntimeError in what was started by the import of a module for a task, while that goes on. */
export function assertNotImporting(): void {
  if (worker.watch !== undefined) {
    assertNoneIn(worker.watch);
  }
}

function assertNoneIn(watch: Watch): void {
  const name = watch.required.at(-1) ?? nameOfImport(watch);
  if (name !== undefined) {
    throw new RuntimeError(
      `submit() was called while a worker was importing ${name}: a module that is imported in a worker must not ` +
        'submit tasks at its top level, since it would start itself again and again.\n' +
        '  Put the tasks into a module of their own, or submit inside of a function.',
    );
  }
}

function nameOfImport({ contexts }: Watch): string | undefined {
  const context = contexts.getStore();
  return context !== undefined && context.among.running > 0 ? context.name : undefined;
}
