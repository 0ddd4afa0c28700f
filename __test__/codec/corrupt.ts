/**
 * Messages that no writer has written, and what may come of reading them.
 */

import { getHeapStatistics } from 'node:v8';
import fc from 'fast-check';
import { DecodeError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { setFromOwner } from '#nogil/codec/carried.js';
import { decode, decodeValues } from '#nogil/codec/decode.js';
import { encodeTransferring, encodeValues } from '#nogil/codec/encode.js';
import { decodeFailure, encodeFailure } from '#nogil/codec/failure.js';
import { rebuild, reduce } from '#nogil/codec/pair.js';
import { NeedsFunctions } from '#nogil/codec/travellers.js';
import { message } from './arbitrary.js';
import { names, register } from './travellers.js';

/** Reading takes no more memory than this and so many times the bytes of the message (docs/values.md). */
export const FIXED_BYTES = 16 * 1024;
export const MULTIPLE = 100;

const MOST_WORDS = 512;
const SAMPLES = 400;
const ATTEMPTS = 4;
/** So often messages with functions are taken: they have the most to claim. */
const WEIGHT = 20;
/** The highest tag that is written, and one beyond. */
const TAGS = 34;

class Pair {
  a: unknown;
  b: unknown;
}
register(Pair);

class Rebuilt {
  readonly state: unknown;
  constructor(state: unknown) {
    this.state = state;
  }
  [reduce](): unknown {
    return this.state;
  }
  static [rebuild](state: unknown): Rebuilt {
    return new Rebuilt(state);
  }
}
register(Rebuilt);

const captured = { n: 1 };
const fn = register(
  () => captured,
  (value: unknown) => () => value,
  () => [captured],
);

/** What goes beside messages: one object that is kept, and a parcel with another one. */
const shared = new SharedArrayBuffer(64);
const parcel = [new ArrayBuffer(64)];
setFromOwner({
  find(number) {
    if (number !== 1) {
      throw new DecodeError('there is no such object');
    }
    return shared;
  },
  open: (number) => (number === 2 ? parcel : undefined),
  fetch: () => Promise.resolve(),
  forget: () => {},
});
const takes = () => ({
  transferred: (value: object) => (value === parcel[0] ? { number: 2, index: 0 } : undefined),
  carry: () => ({ number: 1, index: -1 }),
});
const beside = [shared, { in: [parcel[0], new Float64Array(shared, 8, 2)] }, new DataView(parcel[0] as ArrayBuffer, 3)];

/** Numbers from 0 up to the given one that are the same in each run. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Whole messages, as words: two integers each. */
function corpus(seed: number): Int32Array[] {
  const write = (encode: (area: Area) => void): Int32Array => {
    const area = new Area(1024);
    encode(area);
    return area.i32.slice(0, area.position << 1);
  };
  const values = fc.sample(message, { numRuns: SAMPLES, seed });
  const more = [
    [fn, { fn }, new Map([[fn, captured]])],
    [Object.assign(new Pair(), { a: fn, b: new Rebuilt([captured, new Set([fn])]) })],
    [new Rebuilt({ pair: new Pair() }), new Pair()],
    [Symbol.for('key'), { [Symbol.iterator.description as string]: Symbol.iterator }],
  ];
  const errors = [
    new RangeError('a', { cause: new TypeError('b') }),
    new AggregateError([new DOMException('c', 'AbortError'), fn]),
    Object.assign(new Error('d'), { code: 'E', [Symbol.for('e')]: 1 }),
  ];
  const all = [
    ...[...values, ...Array.from({ length: WEIGHT }, () => more).flat()].map((values) =>
      write((area) => encodeValues(area, values, names)),
    ),
    ...Array.from({ length: WEIGHT }, () =>
      write((area) => encodeTransferring(area, beside, { ...names, takes }, takes())),
    ),
    ...errors.map((error) => write((area) => encodeFailure(area, error))),
  ];
  return all.filter(({ length }) => length > 0 && length <= MOST_WORDS * 2);
}

const claims = [-1, -(2 ** 31), 2 ** 31 - 1, 2 ** 30, 2 ** 28, 2 ** 24, 1_000_000, 65_536, 1000, 17, 3];
const doubles = [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 40, 2 ** 32, 2 ** 31, 2 ** 24, 0.5, 7];

/** Gives corrupt messages, one after another, in areas that are just as long as they are. */
export class Corrupter {
  readonly #random: (below: number) => number;
  readonly #messages: Int32Array[];
  readonly #areas = new Map<number, Area>();
  readonly #words = new Int32Array(MOST_WORDS * 4);

  /** The same each time for a seed. */
  constructor(seed: number) {
    this.#random = randomOf(seed);
    this.#messages = corpus(seed);
  }

  /** The next one. */
  next(): Area {
    const random = this.#random;
    let length = this.#copy(this.#any(), 0, 0);
    for (let times = 1 + random(3); times > 0; times--) {
      length = this.#change(random(8), length);
    }
    const words = Math.max(length >> 1, 1);
    const area = this.#areas.get(words) ?? new Area(words);
    this.#areas.set(words, area);
    area.i32.set(this.#words.subarray(0, words << 1));
    area.position = 0;
    return area;
  }

  #any(): Int32Array {
    return this.#messages[this.#random(this.#messages.length)] as Int32Array;
  }

  /** Copies a message from a word on to a place. Says where it ends. */
  #copy(from: Int32Array, start: number, to: number): number {
    const part = from.subarray(start & ~1, (start & ~1) + this.#words.length - to);
    this.#words.set(part, to);
    return to + part.length;
  }

  #change(how: number, length: number): number {
    const random = this.#random;
    const words = this.#words;
    const at = random(Math.max(length, 1)) & ~1;
    switch (how) {
      case 0:
        return at;
      case 1:
        for (let flips = 1 + random(8); flips > 0; flips--) {
          const place = random(Math.max(length, 1));
          words[place] = (words[place] as number) ^ (1 << random(32));
        }
        return length;
      case 2: {
        const other = this.#any();
        return this.#copy(other, random(other.length), at);
      }
      case 3:
        words[at + 1] = claims[random(claims.length)] as number;
        return length;
      case 4:
        new Float64Array(words.buffer)[at >> 1] = doubles[random(doubles.length)] as number;
        return length;
      case 5:
        words[at] = random(TAGS);
        return length;
      case 6: {
        // So many levels, of one thing.
        const [kind, members] = [random(TAGS), random(4)];
        const levels = Math.min(1 + random(400), (words.length - length) >> 1);
        words.copyWithin(at + levels * 2, at, length);
        for (let level = 0; level < levels; level++) {
          words[at + level * 2] = kind;
          // Or as many members as there are words.
          words[at + level * 2 + 1] = members < 3 ? members : ((length - at) >> 1) + levels - level - 1;
        }
        return length + levels * 2;
      }
      default:
        for (let place = at; place < Math.min(at + 16, length); place += 2) {
          words[place] = random(TAGS);
          words[place + 1] = random(4);
        }
        return length;
    }
  }
}

/** What came of reading a message, and how much memory that took beyond what is fixed, as a multiple of its bytes. */
export interface Outcome {
  kind: 'value' | 'DecodeError' | 'NeedsFunctions';
  multiple: number;
}

/**
 * Reads a message in one of the ways in which messages are read.
 *
 * @throws whatever must not come out.
 */
export function read(area: Area, way: number): Outcome {
  let multiple = 0;
  let kind: Outcome['kind'] = 'value';
  // What is more is looked at again: the engine has memory for code, too, when it runs for the first time.
  for (let attempt = 0; attempt === 0 || (attempt < ATTEMPTS && multiple > MULTIPLE / 2); attempt++) {
    area.position = 0;
    const before = allocated();
    kind = outcome(area, way);
    // Garbage counts, as nothing of it may have been collected in time.
    multiple = (allocated() - before - FIXED_BYTES) / area.bytes.length;
  }
  return { kind, multiple };
}

function allocated(): number {
  const { used_heap_size, external_memory } = getHeapStatistics() as unknown as Record<string, number>;
  return (used_heap_size as number) + (external_memory as number);
}

function outcome(area: Area, way: number): Outcome['kind'] {
  try {
    if (way === 0) {
      decode(area);
    } else if (way === 1) {
      decodeFailure(area, 'leave out');
    } else {
      decodeValues(area, way);
    }
    return 'value';
  } catch (error) {
    if (error instanceof DecodeError) {
      return 'DecodeError';
    }
    if (error instanceof NeedsFunctions) {
      return 'NeedsFunctions';
    }
    throw error;
  }
}
