/**
 * Futures that have failed while nobody looked.
 *
 * @module
 */

import { wrongType } from '../errors.js';
import { thrownText } from './thrown-text.js';

/** A failure that nobody knows of yet. */
export interface Unnoticed {
  readonly reason: unknown;
}

/** So many are told of in full. */
const IN_FULL = 10;

/** Failures that somebody may still look at. */
const open = new Set<Unnoticed>();
const collected = new FinalizationRegistry<Unnoticed>((failure) => tell(failure, process.emitWarning));
let told = 0;
let listener: ((error: unknown) => void) | null = null;
let listensForExit = false;

type Warn = (warning: Error) => void;

/**
 * Has `listener` called with what each Future of this thread has failed with that nobody has looked at, in the place of
 * a warning: when the Future is collected, or when the program ends. With null there are warnings again.
 *
 * @throws TypeError when it is neither a function nor null.
 * @example
 * ```ts
 * onUnobserved((error) => log.error(error));
 * ```
 */
export function onUnobserved(newListener: ((error: unknown) => void) | null): void {
  if (newListener !== null && typeof newListener !== 'function') {
    throw wrongType('listener', 'a function or null', newListener);
  }
  listener = newListener;
}

/** A Future has failed, and nobody has looked at it so far. */
export function unnoticed(future: object, reason: unknown): Unnoticed {
  const failure: Unnoticed = { reason };
  open.add(failure);
  collected.register(future, failure);
  if (!listensForExit) {
    listensForExit = true;
    process.on('exit', tellRest);
  }
  return failure;
}

/** Somebody looks at it. */
export function noticed(failure: Unnoticed): void {
  open.delete(failure);
}

function tell(failure: Unnoticed, warn: Warn): void {
  if (!open.delete(failure)) {
    return;
  }
  if (listener !== null) {
    listener(failure.reason);
    return;
  }
  told += 1;
  if (told <= IN_FULL) {
    warn(warning('a Future has failed, and nobody has looked at it', thrownText(failure.reason)));
  }
}

/** At exit. What is emitted then as Node would, a turn later, is not printed any more. */
function tellRest(): void {
  const warn: Warn = (warning) => process.emit('warning', warning);
  for (const failure of open) {
    tell(failure, warn);
  }
  if (told > IN_FULL) {
    warn(warning(`${told - IN_FULL} more Futures have failed, and nobody has looked at them`));
  }
}

function warning(message: string, detail?: string): Error {
  const warning = new Error(message);
  return Object.assign(warning, { name: 'UnobservedFutureWarning', code: 'NOGIL_UNOBSERVED', detail });
}
