/**
 * What this thread knows of functions that travel: those that it has sent, and those that it was sent.
 *
 * Of the thread, not of the module, of which a worker has two copies: its own, and the one that tasks import.
 *
 * @module
 */

import { threadId } from 'node:worker_threads';
import type { FunctionDescription } from '../codec/travellers.js';
import type { AnyFunction } from './any-function.js';
import type { Foreign } from './foreign.js';

/** How a function travels. */
export interface Description extends FunctionDescription {
  /** The number is not forgotten while this is reachable. */
  readonly keeps?: object;
  /** It came from another thread. */
  readonly foreign?: Foreign;
  /** Every thread has one, which it finds by a name. */
  readonly isNamed?: boolean;
  /** Its instances have to be told from those of others, so it has an identity. */
  readonly makesInstances?: boolean;
}

/** What the code of a slice has made for all slices of its script. */
export interface Shared {
  readonly script: string;
  /** The variable of the script that has it. */
  readonly name: string;
  readonly version: string;
  /** Makes it; undefined where no other thread is to make it again. */
  readonly slice: Foreign | undefined;
}

interface ThreadFunctions {
  /** Functions and classes that were sent here, or whose description never changes. */
  readonly descriptions: WeakMap<AnyFunction, Description>;
  /** The functions of this thread that need no captured values, by number: what comes back is the same function. */
  readonly own: Map<number, WeakRef<AnyFunction>>;
  /** Classes that have travelled, and what is one of them in all threads. */
  readonly identities: WeakMap<AnyFunction, number>;
  /** The classes of this thread, by that. */
  readonly identified: Map<number, WeakRef<AnyFunction>>;
  /** How captured values are set of what was made here. */
  readonly completions: WeakMap<AnyFunction, (captures: readonly unknown[]) => void>;
  /** Functions and classes that slices have made here. */
  readonly shared: WeakMap<AnyFunction, Shared>;
  /** What tells objects from others that a variable had: their copies in other threads have the same. */
  readonly versions: WeakMap<object, string>;
  lastIdentity: number;
}

const key = Symbol.for('nogil.functions');
const thread = globalThis as { [key]?: ThreadFunctions };
thread[key] ??= {
  descriptions: new WeakMap(),
  own: new Map(),
  identities: new WeakMap(),
  identified: new Map(),
  completions: new WeakMap(),
  shared: new WeakMap(),
  versions: new WeakMap(),
  // The numbers of a thread are its own.
  lastIdentity: (threadId + 1) * 2 ** 32,
};
const functions = thread[key];
const { descriptions, own, identities, identified, completions, shared, versions } = functions;

const forgotten = new FinalizationRegistry<() => void>((forget) => forget());

/** How a function travels, if it was sent here or always travels in the same way. */
export function descriptionOf(fn: AnyFunction): Description | undefined {
  return descriptions.get(fn);
}

/** The function always travels so. */
export function setDescription(fn: AnyFunction, description: Description): void {
  descriptions.set(fn, description);
}

/** The function of a number, which needs no captured values, if this thread has one. */
export function ownFunction(id: number): AnyFunction | undefined {
  return own.get(id)?.deref();
}

/** A function that needs no captured values: when its number comes from another thread, it is meant. */
export function setOwnFunction(id: number, fn: AnyFunction): void {
  if (own.get(id)?.deref() === undefined) {
    remember(own, id, fn);
  }
}

/** Which class it is, in all threads; 0 if it has not been given a number. */
export function identityOf(fn: AnyFunction): number {
  return identities.get(fn) ?? 0;
}

/** Tells a class from all others, in all threads that it travels to. */
export function giveIdentity(fn: AnyFunction): number {
  const known = identities.get(fn);
  if (known !== undefined) {
    return known;
  }
  functions.lastIdentity += 1;
  setIdentity(fn, functions.lastIdentity);
  return functions.lastIdentity;
}

/** Slices share a constant if it is the same value: a script that has run again has others of that name. */
export function versionOf(value: unknown): string {
  if (typeof value === 'function') {
    return String(giveIdentity(value as AnyFunction));
  }
  if (typeof value !== 'object' || value === null) {
    return `${typeof value} ${String(value)}`;
  }
  let known = versions.get(value);
  if (known === undefined) {
    functions.lastIdentity += 1;
    known = String(functions.lastIdentity);
    versions.set(value, known);
  }
  return known;
}

/** It is the copy of an object of another thread. */
export function setVersion(copy: unknown, version: string): void {
  if (typeof copy === 'object' && copy !== null) {
    versions.set(copy, version);
  }
}

/** It stands for a class of another thread. */
export function setIdentity(fn: AnyFunction, identity: number): void {
  identities.set(fn, identity);
  remember(identified, identity, fn);
}

/** The class of that number, if this thread has it. */
export function classOf(identity: number): AnyFunction | undefined {
  return identified.get(identity)?.deref();
}

/** Captured values of what was made here are set in that way. */
export function setCompletion(made: AnyFunction, completion: (captures: readonly unknown[]) => void): void {
  completions.set(made, completion);
}

/** Whether captured values can be set, if it has any here: what a slice has made as it ran can be given them only then. */
export function canComplete(made: AnyFunction): boolean {
  return completions.has(made) || !shared.has(made);
}

/** Sets the captured values of what was made here. What is this thread's own has its variables. */
export function complete(made: unknown, captures: readonly unknown[]): void {
  completions.get(made as AnyFunction)?.(captures);
}

/** What a slice has made, if it was one. */
export function sharedOf(fn: AnyFunction): Shared | undefined {
  return shared.get(fn);
}

/** A slice has made it: its own thread knows it by that. */
export function setShared(made: AnyFunction, by: Shared): void {
  shared.set(made, by);
}

function remember<Key>(map: Map<Key, WeakRef<AnyFunction>>, at: Key, fn: AnyFunction): void {
  const reference = new WeakRef(fn);
  map.set(at, reference);
  forgotten.register(fn, () => {
    if (map.get(at) === reference) {
      map.delete(at);
    }
  });
}
