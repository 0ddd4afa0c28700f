/**
 * Why something cannot be sent.
 *
 * @module
 */

import { TaskError } from '../errors.js';

/** The message says why, after the word `it`; the path to what is meant grows on the way out. */
export class Unsendable extends Error {
  /** From the value that was given to what is meant: `.list[2]`. */
  path = '';
  /** The code of the TaskError that it becomes, if it is not the usual one of that place. */
  readonly code: string | undefined;

  /** `reason` begins with a verb. */
  constructor(reason: string, options: ErrorOptions & { code?: string } = {}) {
    super(reason, options);
    this.code = options.code;
  }
}

/** @throws Unsendable `is ...` */
export function unsendable(what: string): never {
  throw new Unsendable(`is ${what}`);
}

/** The same error, which was found in this member. */
export function inside(error: unknown, member: string): unknown {
  if (error instanceof Unsendable) {
    error.path = member + error.path;
  }
  return error;
}

/** Runs `visit` on a member of a value, and puts the member's name before the path of what is found in it. */
export function inMember<Result>(member: string, visit: () => Result): Result {
  try {
    return visit();
  } catch (error) {
    throw inside(error, member);
  }
}

/** A TaskError that says the same of a function alone: the reason is kept, and will be told with a path. */
export function unsendableFor(error: unknown): unknown {
  if (!(error instanceof TaskError)) {
    return error;
  }
  const reason = /^Cannot send .*? to a worker: it ([\s\S]*)$/.exec(error.message)?.[1] ?? error.message;
  return new Unsendable(reason, { cause: error, code: error.code });
}

/** The TaskError for what was found in the value of that name. */
export function taskError(error: Unsendable, name: string, code: string): TaskError {
  const { cause } = error;
  const options = { code: error.code ?? code, ...(cause === undefined ? {} : { cause }) };
  return new TaskError(`Cannot send ${name}${error.path}: it ${error.message}`, options);
}
