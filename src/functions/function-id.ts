/**
 * The number by which workers know a function.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { TaskError, wrongType } from '../errors.js';
import { descriptorOf } from './tasks.js';

/** Most programs submit the same function again and again. */
let lastSubmitted: unknown;
let lastId = 0;

/**
 * The number of a submitted function.
 *
 * @throws TaskError (`ERR_TASK_FUNCTION`) for a function that cannot be sent, TypeError for what is no function.
 */
export function functionId(submitted: unknown): number {
  if (submitted === lastSubmitted && submitted !== undefined) {
    return lastId;
  }
  if (typeof submitted !== 'function') {
    throw wrongType('fn', "a task of tasks(() => import('./work.js'))", submitted);
  }
  const descriptor = descriptorOf(submitted);
  if (descriptor === undefined) {
    throw notATask(submitted.name);
  }
  descriptor.id ??= native.registerFunction(descriptor.module, descriptor.export);
  lastSubmitted = submitted;
  lastId = descriptor.id;
  return lastId;
}

function notATask(name: string): TaskError {
  const called = name === '' ? 'the function' : `'${name}'`;
  const message =
    `Cannot send ${called} to a worker: it is not an export named by tasks().\n` +
    "  Export it from a module, say ./work.js, and submit tasks(() => import('./work.js'))" +
    `${name === '' ? '.name' : `.${name}`} instead.`;
  return new TaskError(message, { code: 'ERR_TASK_FUNCTION' });
}
