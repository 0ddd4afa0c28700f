/**
 * Functions and classes in messages: they travel by a number. Who finds them, and makes them again, is told here.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import { carriedBy } from './carried.js';
import type { Unsendable } from './unsendable.js';

/** Any function or class. */
export type AnyFunction = (...args: never[]) => unknown;

/** What is written of a function or a class. */
export interface FunctionDescription {
  /** The same in all threads. */
  readonly id: number;
  /** The present values of the variables around it, with which it is made again. They are written behind it. */
  readonly captures: readonly unknown[];
  /** So many of them are needed to make it; the others, when it is called. All of them, if this is not said. */
  readonly early?: number | undefined;
  /** Of a class: the names of its own private members, which nobody can read from outside. */
  readonly privateNames?: readonly string[] | undefined;
  /** It is the runtime's own, as EventEmitter is: what its instances are is not all in their fields. */
  readonly builtin?: boolean | undefined;
  /** The error for the captured value at that place, which cannot travel. Without it, a general one is thrown. */
  refuseCapture?(index: number, refused: Unsendable): Error;
}

/** How functions and classes travel. */
export interface Travellers {
  /**
   * Says how a function is written, or the class of an instance.
   *
   * It may write messages of its own, into areas of its own.
   *
   * @throws TaskError `Cannot send ... to a worker: it <reason>`: the message then has the place of the function in
   * the value, and the reason.
   */
  describe(fn: AnyFunction, role: 'value' | 'class'): FunctionDescription;
  /** Which class it is, in all threads; 0 for what is not told from others like it. To be asked after `describe`. */
  identityOf(fn: AnyFunction): number;
  /** Says how an object is written that every thread has, as it has Node's own modules; undefined for all others. */
  describeObject(value: object): FunctionDescription | undefined;
  /**
   * The function or class of that number, with these captured values; undefined when it must be loaded first. For an
   * identity that is known here, the one that is there. If it is not whole, captured values are missing: `complete`
   * follows.
   */
  make(id: number, captures: unknown[], identity: number, isWhole: boolean): unknown;
  /** Gives captured values to what `make` has given, if it was made here. */
  complete(made: unknown, captures: unknown[]): void;
  /** All of a message was read. */
  finish(): void;
  /** Loads it, so that `make` gives it. At once when it is loaded already. */
  load(id: number): Promise<void>;
  /** These stay loaded until what it gives is called. */
  hold(ids: readonly number[]): () => void;
}

let travellers: Travellers | null = null;

/** Lets functions, classes and instances travel, in this copy of the module. */
export function setTravellers(hooks: Travellers): void {
  travellers = hooks;
}

/** How functions travel; null when they do not. */
export function functionTravellers(): Travellers | null {
  return travellers;
}

/**
 * A message cannot be read before these were loaded, or what is transferred with it has come. It can be read again then,
 * from its first word.
 */
export class NeedsFunctions extends Error {
  /** All functions and classes of the message: some may be loaded already. */
  readonly ids: readonly number[];

  /** What goes beside it, and has to be fetched. */
  readonly parcel: number | undefined;

  /** The functions and classes of a message. */
  constructor(ids: readonly number[], parcel?: number) {
    super('the message holds what is not loaded here yet');
    this.ids = ids;
    this.parcel = parcel;
  }
}

/** What code threw that was run to read a message: it is told as it is, whatever its class. */
export class Foreign {
  readonly thrown: unknown;

  /** It was thrown. */
  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Runs code that is not ours, to read a message. */
export function foreign<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new Foreign(error);
  }
}

/** What is loaded for one message may push out what another needs: tried so often. */
const ATTEMPTS = 4;

/**
 * Reads a message once its functions are loaded. `read` begins at the message's first word each time.
 *
 * @throws DecodeError when they are not there then, and whatever `load` and `read` throw.
 */
export async function readWhenLoaded<Result>(needed: NeedsFunctions, read: () => Result): Promise<Result> {
  let { ids, parcel } = needed;
  for (let attempt = 1; ; attempt++) {
    // While one is loaded, whoever made another may forget it: the message has it all the same.
    const release = travellers?.hold(ids);
    try {
      const coming = parcel === undefined ? undefined : carriedBy(parcel)?.fetch(parcel);
      await Promise.all([coming, ...ids.map((id) => travellers?.load(id))]);
      return read();
    } catch (error) {
      if (!(error instanceof NeedsFunctions)) {
        throw error;
      }
      if (attempt === ATTEMPTS) {
        throw new DecodeError('the functions of a message are not there after they were loaded');
      }
      ({ ids, parcel } = error);
    } finally {
      release?.();
    }
  }
}
