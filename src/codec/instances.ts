/**
 * Instances of classes: which can travel, and how.
 *
 * @module
 */

import { types } from 'node:util';
import { aside } from './busy.js';
import { isOurs } from './error-classes.js';
import { rebuild, reduce } from './pair.js';
import { isOfEveryThread } from './symbols.js';
import { type AnyFunction, type FunctionDescription, functionTravellers } from './travellers.js';
import { unsendable, unsendableFor } from './unsendable.js';

/** How an instance travels. */
export interface InstanceClass {
  /** Its class. */
  readonly constructor: AnyFunction;
  /** Whether its class makes it again, by `reduce` and `rebuild`. */
  readonly rebuilt: boolean;
}

const PAIR = 'Give its class a [reduce]() and a static [rebuild]() of nogil, or send what it holds as plain data.';

/** By prototype, what was found to travel. */
const known = new WeakMap<object, InstanceClass>();

/**
 * How a function or a class is written.
 *
 * @throws Unsendable
 */
export function describeFunction(fn: AnyFunction, role: 'value' | 'class' = 'value'): FunctionDescription {
  const travellers = functionTravellers();
  if (travellers === null) {
    return unsendable('a function, and functions do not travel here.');
  }
  try {
    return aside(() => travellers.describe(fn, role));
  } catch (error) {
    throw unsendableFor(error);
  }
}

/**
 * How an instance of a class travels.
 *
 * @throws Unsendable
 */
export function instanceClass(value: object): InstanceClass {
  if (types.isProxy(value)) {
    return unsendable('a Proxy of an instance of a class. Send what it stands for.');
  }
  const prototype = Object.getPrototypeOf(value) as object;
  let found = known.get(prototype);
  if (found === undefined) {
    const constructor: unknown = prototype.constructor;
    if (typeof constructor !== 'function' || constructor.prototype !== prototype) {
      return unsendable(`${nameOf(value)}, but no class has its prototype. Send its fields as a plain object.`);
    }
    if (functionTravellers() === null) {
      return unsendable(`${nameOf(value)}. Send its fields as a plain object, and make it again in the task.`);
    }
    found = { constructor: constructor as AnyFunction, rebuilt: hasPair(value, constructor) };
    if (!found.rebuilt) {
      assertMadeOfFields(value);
    }
    known.set(prototype, found);
  }
  return found;
}

/** Whether an object with this prototype was found to travel as an instance: that is soon told of the next. */
export function isKnownInstance(prototype: object): boolean {
  return known.has(prototype);
}

/** Whether an object's class makes it again by itself. */
export function isReducible(value: object): boolean {
  return typeof (value as { [reduce]?: unknown })[reduce] === 'function';
}

function hasPair(value: object, constructor: object): boolean {
  if (!isReducible(value)) {
    return false;
  }
  if (typeof (constructor as { [rebuild]?: unknown })[rebuild] !== 'function') {
    return unsendable(`${nameOf(value)}, whose class has a [reduce]() but no static [rebuild]().`);
  }
  return true;
}

/** All that an instance is must be in its fields. */
function assertMadeOfFields(value: object): void {
  for (const constructor of constructorsOf(value)) {
    if (isNative(constructor)) {
      refuseNative(value, constructor);
    }
    const { privateNames = [], builtin = false } = describeFunction(constructor, 'class');
    if (builtin) {
      refuseNative(value, constructor);
    }
    if (privateNames.length > 0) {
      const names = privateNames.map((name) => (name.startsWith('#') ? name : `#${name}`)).join(', ');
      const whose = constructor === value.constructor ? 'which' : `whose class extends ${constructor.name}, which`;
      unsendable(`${nameOf(value)}, ${whose} has private members (${names}). ${PAIR}`);
    }
  }
}

/**
 * The symbols by which an instance has fields.
 *
 * @throws Unsendable for one that other threads do not have.
 */
export function symbolsOf(instance: object): symbol[] {
  const all = Object.getOwnPropertySymbols(instance);
  if (all.length === 0) {
    // Nearly always.
    return all;
  }
  const symbols = all.filter((symbol) => Object.prototype.propertyIsEnumerable.call(instance, symbol));
  const own = symbols.find((symbol) => !isOfEveryThread(symbol));
  if (own !== undefined) {
    const what = `which has a field by a symbol that exists in one thread only (${String(own)})`;
    unsendable(`${nameOf(instance)}, ${what}. ${PAIR}`);
  }
  return symbols;
}

function refuseNative(value: object, constructor: AnyFunction): never {
  if (constructor === value.constructor) {
    return unsendable(`${nameOf(value)}. Send what it holds as plain data, and make it again in the task.`);
  }
  return unsendable(`${nameOf(value)}, whose class extends ${constructor.name}. ${PAIR}`);
}

/** The classes of a value, its own first, without Object. */
function* constructorsOf(value: object): Generator<AnyFunction> {
  let prototype = Object.getPrototypeOf(value) as object | null;
  while (prototype !== null && !isObjectPrototype(prototype)) {
    if (Object.hasOwn(prototype, 'constructor') && typeof prototype.constructor === 'function') {
      yield prototype.constructor as AnyFunction;
    }
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
}

/** Of this realm or of another one, as `vm` and test runners make. */
export function isObjectPrototype(prototype: object): boolean {
  return (
    prototype === Object.prototype ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
  );
}

/** Whether the engine made it, and not JavaScript. */
export function isNative(fn: object): boolean {
  return isNativeText(Function.prototype.toString.call(fn));
}

/** The end of such a text is not longer. */
const NATIVE_END = 64;

/** Whether that is what the engine says of a function that it made. */
export function isNativeText(text: string): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(text.slice(-NATIVE_END));
}

/** Prototypes of the engine's classes that were seen. */
const native = new WeakSet<object>([Buffer.prototype]);

/** Whether a class of the engine, of any realm, made the objects with this prototype: not one that extends it. */
export function isOfNativeClass(prototype: object | null): boolean {
  if (prototype === null || native.has(prototype)) {
    return true;
  }
  const { constructor } = prototype;
  const isSo = typeof constructor !== 'function' || isNative(constructor);
  if (isSo) {
    native.add(prototype);
  }
  return isSo;
}

/** The class of an error that is none of the engine's or ours, and that can travel. */
export function errorClass(error: object): AnyFunction | undefined {
  try {
    const prototype = Object.getPrototypeOf(error) as object | null;
    const constructor: unknown = prototype?.constructor;
    if (functionTravellers() === null || typeof constructor !== 'function' || constructor.prototype !== prototype) {
      return undefined;
    }
    if (isNative(constructor) || constructor === DOMException || isOurs(error)) {
      return undefined;
    }
    const { privateNames = [] } = describeFunction(constructor as AnyFunction, 'class');
    return privateNames.length === 0 ? (constructor as AnyFunction) : undefined;
  } catch {
    return undefined;
  }
}

/** What to call an object in an error. */
export function nameOf(value: object): string {
  if (types.isGeneratorObject(value)) {
    return 'a generator';
  }
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an instance of a class';
}
