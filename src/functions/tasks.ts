/**
 * The explicit form of a task: a function that a module exports.
 *
 * @module
 */

import { TaskError, wrongType } from '../errors.js';
import { callerFile } from './call-place.js';
import { importedModule, resolveModule } from './module.js';
import type { FunctionSpec } from './spec.js';

// biome-ignore lint/suspicious/noExplicitAny: only `any` lets a function of any parameters be assigned.
type AnyFunction = (...args: any[]) => unknown;

/** The functions that a module exports, as they are submitted: `work.resize` in `pool.submit(work.resize, image)`. */
export type Tasks<Module> = {
  readonly [Name in keyof Module as Module[Name] extends AnyFunction ? Name : never]: Module[Name];
};

/** Where a task's function is found. */
export interface TaskDescriptor {
  /** The module's URL, or the function that loads it, of which no module can be told. */
  readonly module: string | (() => unknown);
  /** The export's name. */
  readonly export: string;
}

/** Of the thread, not of the module, of which a worker has two copies: its own, and the one that tasks import. */
const key = Symbol.for('nogil.tasks');
const thread = globalThis as { [key]?: WeakMap<object, TaskDescriptor> };
thread[key] ??= new WeakMap();
const descriptors = thread[key];

/**
 * Names the functions of a module as tasks, without importing it here: the workers do.
 *
 * Give the `import()` itself, so that compilers, bundlers and TypeScript see it: `tasks(() => import('./work.js'))`.
 * Its text is read, and the path is taken as the calling file would take it (a package by its `require` condition); where
 * a bundler has left no `import()` in it, the function is sent, and called in the worker. Or give a URL: `tasks<typeof import('./work.js')>(new URL('./work.js', import.meta.url))`. The module may be ESM, CommonJS,
 * or TypeScript where this Node strips types. Each worker imports it once.
 *
 * What it gives has a property for each function that the module exports, with that function's type. Such a task is
 * submitted, not called: a call throws a TaskError.
 *
 * @throws TaskError (`ERR_TASK_MODULE`) when it cannot be told which module is meant.
 * @example
 * ```ts
 * const work = tasks(() => import('./work.js'));
 * const sum = await pool.submit(work.add, 1, 2);
 * ```
 */
export function tasks<Module>(source: (() => Promise<Module>) | URL): Tasks<Module> {
  // A name that was asked for before is found on the object itself, which is much faster.
  return Object.create(new Proxy({}, new ModuleTasks(moduleOf(source)))) as Tasks<Module>;
}

function moduleOf(source: unknown): string | (() => unknown) {
  if (source instanceof URL) {
    return source.href;
  }
  if (typeof source === 'function') {
    const load = source as () => unknown;
    const name = importedModule(load);
    // A bundler has put something else in the place of the import: that is sent, and called in the worker.
    return name === undefined ? load : resolveModule(name, callerFile(tasks));
  }
  throw wrongType('source', "a function such as () => import('./work.js'), or a URL", source);
}

/** Makes a task when its name is first asked for; the same one each time. */
class ModuleTasks implements ProxyHandler<object> {
  readonly #module: TaskDescriptor['module'];

  constructor(module: TaskDescriptor['module']) {
    this.#module = module;
  }

  get(_target: object, name: string | symbol, tasks: object): AnyFunction | undefined {
    // A promise that is resolved with the tasks asks for `then`.
    if (typeof name === 'symbol' || name === 'then') {
      return undefined;
    }
    const task = makeTask({ module: this.#module, export: name });
    Object.defineProperty(tasks, name, { value: task });
    return task;
  }

  set(): boolean {
    return false;
  }
}

function makeTask(descriptor: TaskDescriptor): AnyFunction {
  const task: AnyFunction = () => {
    const message = `'${descriptor.export}' is a task, which is submitted and not called: pool.submit(work.${descriptor.export}, ...)`;
    throw new TaskError(message, { code: 'ERR_TASK_FUNCTION' });
  };
  Object.defineProperty(task, 'name', { value: descriptor.export });
  descriptors.set(task, descriptor);
  return task;
}

/** Where the function of a task is found; undefined for a function that is no task. */
export function descriptorOf(task: object): TaskDescriptor | undefined {
  return descriptors.get(task);
}

/** What is said of the function of a task, and what it captures; undefined for a function that is no task. */
export function taskSpec(task: object): { spec: FunctionSpec; captures: readonly unknown[] } | undefined {
  const descriptor = descriptorOf(task);
  if (descriptor === undefined) {
    return undefined;
  }
  const { module, export: name } = descriptor;
  return typeof module === 'string'
    ? { spec: { kind: 'import', url: module, name, text: null }, captures: [] }
    : { spec: { kind: 'member', name }, captures: [module] };
}
