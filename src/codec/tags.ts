/**
 * How a value begins: the low half of its first word is one of these, the high half is said beside each.
 *
 * @module
 */

/** Nothing follows. */
export const UNDEFINED = 0;
/** Nothing follows. */
export const NULL = 1;
/** Nothing follows. */
export const TRUE = 2;
/** Nothing follows. */
export const FALSE = 3;
/** High half: the number, an integer of 32 bits that is not -0. */
export const INTEGER = 4;
/** One word follows: the number. */
export const DOUBLE = 5;
/** High half: length in bytes of the hexadecimal digits, with a sign where negative, that follow. */
export const BIGINT = 6;
/** High half: length in bytes; one byte a character. */
export const LATIN1 = 7;
/** High half: length in bytes; a string without lone surrogates. */
export const UTF8 = 8;
/** High half: length in bytes; two bytes a UTF-16 code unit. */
export const UTF16 = 9;
/** High half: number of elements, which follow. */
export const ARRAY = 10;
/** High half: number of properties, which follow: a string and a value each. */
export const OBJECT = 11;
/** High half: length in bytes. The native side writes this tag too (`crate/binding/src/value.rs`). */
export const BUFFER = 12;
/** High half: the place of its constructor in `typedArrays`. A word with the length in bytes follows, then the bytes. */
export const TYPED_ARRAY = 13;
/** High half: the number of its class. A word with its key follows (`handles.ts`). */
export const HANDLE = 14;
/** High half: length in bytes of the key of `Symbol.for`; two bytes a UTF-16 code unit. */
export const SYMBOL_FOR = 15;
/** High half: length in bytes of its name in `Symbol`; one byte a character. */
export const SYMBOL_OF_ENGINE = 16;

// The whole of a message, which its first word tells.

/** High half: how many words of values follow. A table of functions is behind them (`graph-writer.ts`). */
export const GRAPH = 17;

// These stand within a graph only. All of its objects are numbered, from 0 on, in the order in which they begin.

/** High half: the number of an object that has begun before. */
export const REFERENCE = 18;
/** High half: the function's id. A word with the number of its captured values follows, then these. */
export const FUNCTION = 19;
/** High half: number of fields. Its class follows, then a string or a symbol, and a value, for each. */
export const INSTANCE = 20;
/** Its class follows, and what its `[reduce]()` gave. */
export const REBUILT = 21;
/** High half: number of properties. A word with the length follows, then a string and a value for each. */
export const SPARSE_ARRAY = 22;
/** High half: number of entries. A key and a value follow for each. */
export const MAP = 23;
/** High half: number of entries, which follow. */
export const SET = 24;
/** One word follows: milliseconds. */
export const DATE = 25;
/** Source and flags follow. */
export const REGEXP = 26;
/**
 * High half: the place of its class in `errorClasses`. Its own class or null, name, message and stack follow, then a
 * word with the numbers of its enumerable and its other properties, and a string or a symbol, and a value, for each.
 */
export const ERROR = 27;
/** The primitive follows. */
export const BOXED = 28;
/** High half: length in bytes. A word with the largest length follows, or with -1, then the bytes. */
export const ARRAY_BUFFER = 29;
/** High half: the place of its class in `viewClasses`. Words with offset and length follow (-1: as long as it is), then the ArrayBuffer. */
export const VIEW = 30;
/** High half: the index in a parcel, or -1. A word with the number of the object or the parcel follows (`carried.ts`). */
export const CARRIED = 31;
/** High half: the number of its class. Words with offset and length follow (-1: as long as it is), then the memory, carried. */
export const CARRIED_VIEW = 32;

/** The typed arrays that travel as their bytes. Their order is part of the format. */
export const typedArrays: readonly (new (memory: ArrayBuffer) => ArrayBufferView)[] = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];
