/**
 * Memory for records of 8-byte words, seen as bytes, as 32-bit integers and as doubles.
 *
 * @module
 */

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
  readonly #initialWords: number;

  /** An area of so many words. */
  constructor(words: number) {
    this.#initialWords = words;
    this.#use(new ArrayBuffer(words * WORD));
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
      this.grow(needed + SLACK);
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
