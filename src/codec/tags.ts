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
/** High half: length in bytes of what V8's serializer wrote. It is the whole of a message: see `encode.ts`. */
export const SERIALIZED = 14;

/** High half: the number of its class. A word with its key follows (`handles.ts`). */
export const HANDLE = 15;

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
