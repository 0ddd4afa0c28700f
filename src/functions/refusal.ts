/**
 * What a function that cannot be sent is told by: which one, why, where, and what to do.
 *
 * @module
 */

import type { Unsendable } from '../codec/unsendable.js';
import { TaskError } from '../errors.js';
import { pathOf } from './script-path.js';

/** Why a function cannot be sent. */
export interface Refusal {
  /** One of the table in docs/functions.md. */
  code: string;
  /** Goes on after "it". */
  reason: string;
  /** What to do. */
  hint: string;
}

/** A place in a file. */
export interface Position {
  /** A URL, a path, or any name. */
  url: string;
  /** From 0. */
  line: number;
  /** From 0, in UTF-16 code units. */
  column: number;
}

/** The error for a function that cannot be sent. */
export function refusal(
  fn: { readonly name?: unknown },
  { code, reason, hint }: Refusal,
  where?: Position,
  cause?: unknown,
): TaskError {
  const place = where === undefined ? '' : ` (${display(where.url)}:${where.line + 1}:${where.column + 1})`;
  const advice = hint === '' ? '' : `\n  ${hint}`;
  const options = cause === undefined ? { code } : { code, cause };
  return new TaskError(`Cannot send ${called(fn)} to a worker: it ${reason}.${place}${advice}`, options);
}

/** A function as a message names it. */
export function called(fn: { readonly name?: unknown }): string {
  const name = ownName(fn);
  return name === '' ? 'the function' : `'${name}'`;
}

/** The name of a function; '' when the program has put something else there: a class may have a static `name()`. */
export function ownName(fn: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' ? name : '';
}

/** What a value is that does not travel: "an instance of EventEmitter". */
export function whatIs(refused: Unsendable): string {
  const line = firstLine(refused);
  return line.startsWith('is ') ? (line.slice(3).split(/[.:] /)[0] as string) : `which ${line}`;
}

/** Why something does not travel, without advice. */
export function firstLine({ message }: Unsendable): string {
  const [line] = message.split('\n', 1);
  return (line as string).replace(/ \([^()]*:\d+:\d+\)$/, '').replace(/\.$/, '');
}

/** A file as people write it. */
export function display(url: string): string {
  return pathOf(url) ?? (url === '' ? '<anonymous>' : url);
}

/** Why a variable that has no value yet cannot be sent. */
export function tooEarly(name: string): Refusal {
  return {
    code: 'ERR_TASK_TDZ',
    reason: `uses \`${name}\`, which has no value yet`,
    hint: 'Call submit() after the line which declares it.',
  };
}

/** Advice for a variable that does not travel. */
export function passAsArgument(name: string): string {
  return `Pass it as an argument: submit((${name}) => ..., ${name}).`;
}
