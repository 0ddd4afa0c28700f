/**
 * Memory for records of 8-byte words, seen as bytes, as 32-bit integers and as doubles.
 *
 * @module
 */

import { DecodeError } from '../errors.js';
import { defaultLimits, type Limits } from './limits.js';
import { unsendable } from './unsendable.js';

const WORD = 8;

/** Words that may be written without asking for room first: enough for a header, or for a tag and a number. */
const SLACK = 8;

/** Positions in bytes must fit 31 bits: an area is shorter than 2 GiB. */
const MOST_WORDS = 2 ** 28 - 1;

/** Memory to write values into, or to read them from, at a moving position. It never leaves this package. */
export class Area {
  /** The whole memory. */
  bytes!: Uint8Array;
  /** The same memory. */
  buffer!: Buffer;
  /** The same memory: two to a word. */
  i32!: Int32Array;
  /** The same memory: one to a word. */
  f64!: Float64Array;
  /** The word to write or read next. */
  position = 0;
  /** Up to here, a few words can be written without asking for room. */
  limit = 0;
  /** How many levels deeper, and how many more values, the message may have. */
  depth = 0;
  count = 0;
  /** The word where the message must have ended. */
  last: number = MOST_WORDS;
  limits: Limits = defaultLimits;
  readonly #initialWords: number;

  /** An area of so many words. */
  constructor(words: number) {
    this.#initialWords = words;
    this.#use(new ArrayBuffer(words * WORD));
  }

  /** An area that begins with a copy of these bytes. */
  static of(bytes: Uint8Array): Area {
    const area = new Area(wordsOf(bytes.byteLength));
    area.bytes.set(bytes);
    return area;
  }

  #use(memory: ArrayBuffer): void {
    this.bytes = new Uint8Array(memory);
    this.buffer = Buffer.from(memory);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.limit = memory.byteLength / WORD - SLACK;
  }

  /** How many words it has. */
  get words(): number {
    return this.f64.length;
  }

  /** Makes room for so many words from the position on, and for a few more. Grown memory is other memory. */
  reserve(words: number): void {
    const needed = this.position + words;
    if (needed > this.limit) {
      if (needed > this.last) {
        this.refuse();
      }
      this.grow(needed + SLACK);
    }
  }

  /** A message is written from the position on, which may be so large. */
  allow(limits: Limits): void {
    this.limits = limits;
    this.depth = limits.depth;
    this.count = limits.count;
    this.last = Math.min(this.position + (limits.bytes >>> 3), MOST_WORDS);
  }

  /** A message is read from the position on. Every value takes a word at least, whatever is claimed at each level. */
  allowRead(limits: Limits): void {
    const words = Math.min(limits.bytes >>> 3, this.f64.length - this.position);
    this.limits = limits;
    this.depth = limits.depth;
    this.count = Math.min(limits.count, words);
    this.last = this.position + words;
  }

  /**
   * The message that is written has so many values more, one level deeper. `depth` is to be given back.
   *
   * @throws Unsendable
   */
  nest(values: number): void {
    this.depth -= 1;
    this.count -= values;
    if ((this.depth | this.count) < 0) {
      this.refuse();
    }
  }

  /** Whether what was written is no more than may be. */
  isWithin(): boolean {
    return this.position <= this.last && this.count >= 0;
  }

  /** @throws Unsendable */
  refuse(): never {
    const { depth, count, bytes } = this.limits;
    if (this.depth < 0) {
      return unsendable(`nested too deeply (more than ${depth} levels). Send it in parts.`);
    }
    return unsendable(
      `too large (more than ${this.count < 0 ? `${count} values` : `${bytes} bytes`}). Send it in parts.`,
    );
  }

  /**
   * The message that is read claims so many values more, one level deeper. `depth` is to be given back.
   *
   * @throws DecodeError when it has no words for them, or may not have them.
   */
  unnest(values: number): void {
    this.depth -= 1;
    this.count -= values;
    // One comparison: each of them would be negative.
    if ((this.depth | this.count | values | (this.last - this.position - values)) < 0) {
      throw new DecodeError(`${values} values are claimed at word ${this.position}, which is beyond a limit`);
    }
  }

  /**
   * Makes it so many words long at least, keeping what was written.
   *
   * @throws RangeError where that would be 2 GiB or more, or more than the system gives.
   */
  grow(words: number): void {
    if (words > MOST_WORDS) {
      throw new RangeError(`a message of ${words * WORD} bytes, where less than 2 GiB can be sent`);
    }
    const memory = new ArrayBuffer(Math.min(Math.max(words, this.words * 2), MOST_WORDS) * WORD);
    new Uint8Array(memory).set(this.bytes.subarray(0, Math.min(this.position, this.words) * WORD));
    this.#use(memory);
  }

  /** A copy of so many words from the position on, in an area of its own that begins with them. */
  copy(words: number): Area {
    const copy = new Area(words);
    copy.bytes.set(this.bytes.subarray(this.position << 3, (this.position + words) << 3));
    return copy;
  }

  /** A copy of the bytes up to the position. */
  written(): Uint8Array {
    return this.bytes.slice(0, this.position << 3);
  }

  /** Goes back to its first size, if it is much larger now. Says whether it did: it is other memory then. */
  shrink(most: number): boolean {
    if (this.words <= most) {
      return false;
    }
    this.position = 0;
    this.#use(new ArrayBuffer(this.#initialWords * WORD));
    return true;
  }
}

/** How many words so many bytes take. */
export function wordsOf(bytes: number): number {
  return Math.ceil(bytes / WORD);
}
