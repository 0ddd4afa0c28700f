/**
 * How a Thread is made.
 *
 * @module
 */

import { checkOptions, wrongType } from '../errors.js';
import type { Target } from './thread-state.js';

/** How a Thread is made. */
export interface ThreadOptions<Args extends unknown[] = unknown[]> {
  /**
   * The function that the thread runs: any function, as with `submit` of an executor (docs/functions.md).
   *
   * @default none: a subclass has a `run()` of its own
   */
  target?: ((...args: Args) => unknown) | null | undefined;

  /**
   * The arguments of `target`. They are copied at `start()`.
   *
   * @default []
   */
  args?: Readonly<Args> | undefined;

  /**
   * The Thread's name, for people.
   *
   * @default 'Thread-', a number, and the name of the target in parentheses
   */
  name?: string | null | undefined;

  /**
   * Whether the program may end while the thread runs, and end it so.
   *
   * @default that of the thread which makes it
   */
  daemon?: boolean | null | undefined;

  /**
   * Whether the thread gets an isolate that no other one has used, and that none will use. It takes some 20 to 40 ms to
   * start.
   *
   * @default false
   */
  fresh?: boolean | undefined;
}

/** Options that were checked. */
export interface CheckedOptions {
  readonly target: Target | undefined;
  readonly args: readonly unknown[];
  readonly name: string | undefined;
  readonly daemon: boolean | undefined;
  readonly fresh: boolean;
}

const known = ['target', 'args', 'name', 'daemon', 'fresh'];

/**
 * Checks what a user has given: options, or a target and options.
 *
 * @throws TypeError for what is of another type, or for unknown options.
 */
export function checkThreadOptions(given: unknown, more: unknown): CheckedOptions {
  const isTarget = typeof given === 'function' || more !== undefined;
  const options: unknown = (isTarget ? more : given) ?? {};
  checkOptions(options, known);
  const { target: named, args, name, daemon, fresh } = options as ThreadOptions;
  if (isTarget && named !== undefined) {
    throw wrongType('options.target', 'no second target', named);
  }
  const target: unknown = isTarget ? given : named;
  if (target !== undefined && target !== null && typeof target !== 'function') {
    throw wrongType('target', 'a function', target);
  }
  if (args !== undefined && !Array.isArray(args)) {
    throw wrongType('args', 'an array', args);
  }
  if (name !== undefined && name !== null && typeof name !== 'string') {
    throw wrongType('name', 'a string', name);
  }
  if (daemon !== null) {
    checkBoolean('daemon', daemon);
  }
  checkBoolean('fresh', fresh);
  return {
    target: (target ?? undefined) as Target | undefined,
    args: args === undefined ? [] : [...(args as readonly unknown[])],
    name: name ?? undefined,
    daemon: daemon ?? undefined,
    fresh: fresh ?? false,
  };
}

function checkBoolean(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw wrongType(name, 'a boolean', value);
  }
}
