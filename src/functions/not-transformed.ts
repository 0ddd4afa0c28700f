/**
 * Modules that a tool transforms in the program's own thread, and that are not JavaScript for a worker.
 *
 * @module
 */

import { types } from 'node:util';
import { TaskError } from '../errors.js';

/** What to say of an error that is such a module's; undefined for any other. */
export function notTransformed(error: unknown): TaskError | undefined {
  // What a task throws may be anything: only its own data is looked at.
  if (!types.isNativeError(error) || ownData(error, 'code') !== 'ERR_UNKNOWN_FILE_EXTENSION') {
    return undefined;
  }
  const file = / for (.*\.(?:[cm]?ts|[jt]sx))$/m.exec(String(ownData(error, 'message')))?.[1];
  if (file === undefined) {
    return undefined;
  }
  const reason = `A worker cannot import ${file}: what transforms it in the program's own thread is not there.`;
  const hint = '  Compile it before, or run a Node that strips types.';
  return new TaskError(`${reason}\n${hint}`, { code: 'ERR_TASK_MODULE', cause: error });
}

function ownData(error: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(error, name)?.value;
}
