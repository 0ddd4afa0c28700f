/**
 * Properties of objects that are being read.
 *
 * `object[key] = value` is the same instruction for all objects, so the engine soon gives up to remember what it does
 * and looks keys up each time: that was a third of the time of reading. Here each of the keys that are met often has
 * an instruction of its own, for which the engine remembers the key, and the few shapes that it is added to.
 *
 * @module
 */

/** How many keys can have an instruction: as many as `setProperty` has. */
const PLACES = 24;

/** A key has come so often before it gets one: the first keys of a program need not be its frequent ones. */
const OFTEN = 32;

/** Sets a property as the engine does for any key. */
const ANYWHERE = -1;
/** The key `__proto__`: an assignment would change the prototype. */
const PROTOTYPE = -2;

let places = 0;

/** A key that was read lately. */
export class Key {
  readonly text: string;
  /** What it is in a message: the length, and two or four integers of bytes. */
  readonly length: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** The key that was read after it, the last time. */
  next: Key;
  place: number;
  #times = 0;

  constructor(text: string, length: number, a: number, b: number, c: number, d: number) {
    this.text = internalized(text);
    this.length = length;
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.next = this;
    this.place = text === '__proto__' ? PROTOTYPE : ANYWHERE;
  }

  /** To be called when it has come again. */
  count(): void {
    if (this.#times === OFTEN) {
      return;
    }
    this.#times += 1;
    // An index is no property to the engine.
    if (this.#times === OFTEN && places < PLACES && this.place === ANYWHERE && !/^\d/.test(this.text)) {
      this.place = places;
      places += 1;
    }
  }
}

/** The string that the engine itself uses for this key: only that is compared by its address. */
function internalized(text: string): string {
  return Object.keys({ [text]: 0 })[0] as string;
}

/** Adds a property to an object that was made here. */
export function setProperty(object: Record<string, unknown>, key: Key, value: unknown): void {
  const { text } = key;
  switch (key.place) {
    case 0:
      object[text] = value;
      break;
    case 1:
      object[text] = value;
      break;
    case 2:
      object[text] = value;
      break;
    case 3:
      object[text] = value;
      break;
    case 4:
      object[text] = value;
      break;
    case 5:
      object[text] = value;
      break;
    case 6:
      object[text] = value;
      break;
    case 7:
      object[text] = value;
      break;
    case 8:
      object[text] = value;
      break;
    case 9:
      object[text] = value;
      break;
    case 10:
      object[text] = value;
      break;
    case 11:
      object[text] = value;
      break;
    case 12:
      object[text] = value;
      break;
    case 13:
      object[text] = value;
      break;
    case 14:
      object[text] = value;
      break;
    case 15:
      object[text] = value;
      break;
    case 16:
      object[text] = value;
      break;
    case 17:
      object[text] = value;
      break;
    case 18:
      object[text] = value;
      break;
    case 19:
      object[text] = value;
      break;
    case 20:
      object[text] = value;
      break;
    case 21:
      object[text] = value;
      break;
    case 22:
      object[text] = value;
      break;
    case 23:
      object[text] = value;
      break;
    case PROTOTYPE:
      addProperty(object, text, value);
      break;
    default:
      object[text] = value;
  }
}

/** The same for any string. */
export function addProperty(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { configurable: true, enumerable: true, value, writable: true });
  } else {
    object[key] = value;
  }
}

/** Defines a field of an instance: its class may have a setter of that name. */
export function defineField(instance: Record<string, unknown>, key: string | symbol, value: unknown): void {
  if (key in instance) {
    Object.defineProperty(instance, key, { configurable: true, enumerable: true, value, writable: true });
  } else {
    instance[key as string] = value;
  }
}
