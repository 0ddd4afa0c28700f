/**
 * Symbols to words and back: those that every thread has.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import type { Area } from './area.js';
import { encodeText } from './strings.js';
import * as tag from './tags.js';
import { decodeText } from './text.js';
import { unsendable } from './unsendable.js';

/** The engine's own, such as `Symbol.iterator`, by what they are called there. */
const byName = new Map<string, symbol>();
const names = new Map<symbol, string>();

for (const [name, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(Symbol))) {
  // What a program has added is another symbol in each thread.
  if (typeof value === 'symbol' && writable === false) {
    byName.set(name, value);
    names.set(value, name);
  }
}

/** Whether every thread has the symbol. */
export function isOfEveryThread(symbol: symbol): boolean {
  return Symbol.keyFor(symbol) !== undefined || names.has(symbol);
}

/**
 * Writes a symbol.
 *
 * @throws Unsendable
 */
export function encodeSymbol(area: Area, symbol: symbol): void {
  const key = Symbol.keyFor(symbol);
  const name = names.get(symbol);
  if (key !== undefined) {
    // In the one encoding that has all strings.
    encodeText(area, tag.SYMBOL_FOR, key, 'utf16le');
  } else if (name !== undefined) {
    encodeText(area, tag.SYMBOL_OF_ENGINE, name, 'latin1');
  } else {
    unsendable('a symbol, which exists in one thread only.');
  }
}

/** Reads a symbol of the engine. */
export function decodeSymbolOfEngine(area: Area, length: number): symbol {
  const name = decodeText(area, length, 'latin1');
  const symbol = byName.get(name);
  if (symbol === undefined) {
    throw new DecodeError(`the engine has no symbol of the name ${name}`);
  }
  return symbol;
}
