/**
 * What this thread knows of functions that travel: those that it has sent, and those that it was sent.
 *
 * Of the thread, not of the module, of which a worker has two copies: its own, and the one that tasks import.
 *
 * @module
 */

import type { FunctionDescription } from '../codec/travellers.js';
import type { AnyFunction } from './any-function.js';

/** How a function travels. */
export interface Description extends FunctionDescription {
  /** The number is not forgotten while this is reachable. */
  readonly keeps?: object;
}

interface ThreadFunctions {
  /** Functions and classes that were sent here, or whose description never changes. */
  readonly descriptions: WeakMap<AnyFunction, Description>;
  /** The functions of this thread that need no captured values, by number: what comes back is the same function. */
  readonly own: Map<number, WeakRef<AnyFunction>>;
  /** Classes by script and place: those that slices have made here, or that were sent from here. */
  readonly classes: Map<string, WeakRef<AnyFunction>>;
  /** The script and place of a class that a slice has made. */
  readonly places: WeakMap<AnyFunction, { script: string; place: number }>;
}

const key = Symbol.for('nogil.functions');
const thread = globalThis as { [key]?: ThreadFunctions };
thread[key] ??= { descriptions: new WeakMap(), own: new Map(), classes: new Map(), places: new WeakMap() };
const { descriptions, own, classes, places } = thread[key];

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

/** The class at a place of a script, if this thread has it. */
export function classAt(script: string, place: number): AnyFunction | undefined {
  return classes.get(placeKey(script, place))?.deref();
}

/** Where a class stands that the code of a slice has made in this thread. */
export function placeOfMade(made: AnyFunction): { script: string; place: number } | undefined {
  return places.get(made);
}

/** The class of this thread that stands there: instances that come back are made of it. */
export function setOwnClass(script: string, place: number, own: AnyFunction): void {
  if (classAt(script, place) === undefined) {
    remember(classes, placeKey(script, place), own);
  }
}

/** A slice has made the class that stands there: its own thread knows it by that. */
export function setMadeClass(script: string, place: number, made: AnyFunction): void {
  places.set(made, { script, place });
  remember(classes, placeKey(script, place), made);
}

function placeKey(script: string, place: number): string {
  return `${script}\0${place}`;
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
