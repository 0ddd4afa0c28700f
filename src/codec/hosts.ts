/**
 * Objects of the engine and of Node that the engine itself clones: keys, compiled WebAssembly, Blobs, histograms.
 *
 * @module
 */

import { types } from 'node:util';
import { MessagePort } from 'node:worker_threads';
import { asText } from './error-classes.js';
import { nameOf } from './instances.js';
import { unsendable } from './unsendable.js';

/** By prototype: the engine gives an object of the same class. */
const cloned = new WeakSet<object>();

/** Whether objects with this prototype were found to be cloned with their class. */
export function isKnownHost(prototype: object): boolean {
  return cloned.has(prototype);
}

/**
 * Whether the engine clones an object with its class.
 *
 * It is asked for what could not travel otherwise, and says no to most: structuredClone makes a plain object of what it
 * does not know, and of instances of a user's class.
 *
 * @throws Unsendable for what can only be transferred.
 */
export function isHost(value: object): boolean {
  if (value instanceof MessagePort) {
    // Not to be tried: to clone one that is closed ends the process, on all Nodes.
    return refuseUntransferred(value);
  }
  const prototype = Object.getPrototypeOf(value) as object;
  const { constructor } = prototype;
  if (typeof constructor !== 'function' || types.isProxy(value) || !mayBeHost(value)) {
    return false;
  }
  let clone: unknown;
  try {
    clone = structuredClone(value);
  } catch (error) {
    return /transferList/.test(asText(() => (error as Error).message)) && refuseUntransferred(value);
  }
  // The clone may be of a class below it, as that of a BlockList is.
  const isSame = Object.prototype.isPrototypeOf.call(prototype, clone as object);
  if (isSame) {
    cloned.add(prototype);
  }
  return isSame;
}

/** What it is lies behind it, not in its properties or elements, which may be anything. */
function mayBeHost(value: object): boolean {
  if (types.isMap(value) || types.isSet(value) || types.isNativeError(value) || Array.isArray(value)) {
    return false;
  }
  return Object.keys(value).length === 0 || saysHowItIsSent(value);
}

/** Node's classes of JavaScript have a method for that. */
function saysHowItIsSent(value: object): boolean {
  for (let object: object | null = value; object !== null; object = Object.getPrototypeOf(object) as object | null) {
    if (Object.getOwnPropertySymbols(object).some(({ description }) => /^messaging_/.test(description ?? ''))) {
      return true;
    }
  }
  return false;
}

function refuseUntransferred(value: object): never {
  return unsendable(
    `${nameOf(value)}, which can only be handed over. Name it in the option \`transfer\` of the submit.`,
  );
}
