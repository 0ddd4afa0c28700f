/**
 * The functions that this worker has been asked to run.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { TaskError } from '../errors.js';
import { importing } from '../functions/importing.js';

/** A function of a task. */
export type TaskFunction = (...args: unknown[]) => unknown;

const known: (TaskFunction | undefined)[] = [];

/** The function of that number, if it was imported before. */
export function knownFunction(id: number): TaskFunction | undefined {
  return known[id];
}

/** Imports the module of the function of that number. */
export async function importFunction(id: number): Promise<TaskFunction> {
  const name = native.functionName(id);
  if (name === null) {
    throw new TaskError(`no function has the number ${id}`, { code: 'ERR_TASK_FUNCTION' });
  }
  const [url, exported] = name;
  const found = findExport(await importing(() => import(url)), exported);
  if (typeof found !== 'function') {
    const what = found === undefined ? 'has no such export' : `exports ${typeof found} under this name`;
    throw new TaskError(`Cannot run '${exported}': ${url} ${what}.`, { code: 'ERR_TASK_EXPORT' });
  }
  known[id] = found as TaskFunction;
  return found as TaskFunction;
}

/** A CommonJS module's exports are all on its default export; not all of them are named ones too. */
function findExport(module: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(module, name)) {
    return module[name];
  }
  const exports = module['default'];
  const isNamespace = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  return isNamespace && Object.hasOwn(exports, name) ? (exports as Record<string, unknown>)[name] : undefined;
}
