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
  const found = asUnsendable(error);
  if (found instanceof Unsendable) {
    found.path = member + found.path;
  }
  return found;
}

/** An error of the engine that says the same of a value; any other error as it is. */
export function asUnsendable(error: unknown): unknown {
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return new Unsendable('is nested too deeply. Send it in parts.', { cause: error });
  }
  if (error instanceof RangeError && /2 GiB|allocation failed/.test(error.message)) {
    return new Unsendable('is too large. Send it in parts.', { cause: error });
  }
  if (error instanceof TypeError && /on a proxy that has been revoked/.test(error.message)) {
    return new Unsendable('is a Proxy that was revoked.', { cause: error });
  }
  if (
    error instanceof TypeError &&
    /ArrayBuffer is detached|on a detached (or out-of-bounds )?ArrayBuffer/.test(error.message)
  ) {
    return new Unsendable('is made of an ArrayBuffer that is detached: it was transferred before.', { cause: error });
  }
  return error;
}

/** A property as it stands in a path. */
export function memberName(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
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
  return new TaskError(`Cannot send ${name}${shortened(error.path)}: it ${error.message}`, options);
}

/** What is shown of a long path, at its begin and at its end. */
const SHOWN = 120;

function shortened(path: string): string {
  return path.length > 2 * SHOWN ? `${path.slice(0, SHOWN)} ... ${path.slice(-SHOWN)}` : path;
}
