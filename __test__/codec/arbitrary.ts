/**
 * Random values for fast-check: objects of all kinds that structuredClone copies, which refer to any of each other.
 */

import fc from 'fast-check';

/** An object of the value: what kind it is, and numbers that choose the rest. */
interface Part {
  kind: number;
  size: number;
  links: number[];
}

/** Memory that can be resized, where the types do not know it. */
export interface Resizable extends ArrayBuffer {
  readonly resizable: boolean;
  readonly maxByteLength: number;
  resize(length: number): void;
}

const ResizableBuffer = ArrayBuffer as unknown as new (length: number, options?: object) => Resizable;

type View = new (memory: ArrayBuffer, offset?: number, length?: number) => ArrayBufferView;

const views: readonly (readonly [view: View, element: number])[] = [
  [Uint8Array, 1],
  [Int8Array, 1],
  [Uint8ClampedArray, 1],
  [Int16Array, 2],
  [Uint16Array, 2],
  [Int32Array, 4],
  [Uint32Array, 4],
  [Float32Array, 4],
  [Float64Array, 8],
  [BigInt64Array, 8],
  [BigUint64Array, 8],
  [DataView, 1],
];

const keys = [
  'a',
  'b',
  'name',
  '__proto__',
  'constructor',
  'toString',
  '',
  '0',
  '7',
  'with space',
  'ключ',
  'x'.repeat(40),
];

const flags = ['', 'g', 'giu', 'my', 'ds'];

/** Makes an object that has no members yet. */
type Maker = (size: number, objects: readonly object[]) => object;

const makers: readonly Maker[] = [
  () => ({}),
  () => Object.create(null) as object,
  () => [],
  (size) => new Array(size),
  // Beyond the lengths where arrays are written in another way.
  (size) => Array.from({ length: 250 + size }, (_, index) => (index === size ? undefined : index)),
  (size) => Object.assign(Array.from({ length: 257 + size }), size % 2 === 0 ? { extra: size } : {}),
  (size) => Object.assign(new Array(300 + size), { [size]: size }),
  () => new Map(),
  () => new Set(),
  (size) => new Date(size === 0 ? Number.NaN : size * 1e9),
  (size) => Object.assign(new RegExp(`a${size}/\n`, flags[size % flags.length]), { lastIndex: size }),
  (size) => Object(size === 0 ? -0 : size / 3) as object,
  (size) => Object('s'.repeat(size)) as object,
  (size) => Object(size % 2 === 0) as object,
  (size) => Object(BigInt(size) ** 9n) as object,
  (size) => filled(new ArrayBuffer(size)),
  (size) => filled(new ResizableBuffer(size, { maxByteLength: size + (size % 3) * 8 })),
  (size) => Buffer.from(`buffer ${size}`),
  (size) => Buffer.from(filled(new ArrayBuffer(size + 8)), 3, size),
  (size) => Object.assign(new RangeError(`error ${size}`), { code: `E_${size}` }),
  ...views.map(
    ([View, element]): Maker =>
      (size, objects) =>
        viewOf(View, element, size, objects),
  ),
];

function filled<Memory extends ArrayBuffer>(memory: Memory): Memory {
  const bytes = new Uint8Array(memory);
  bytes.forEach((_, index) => {
    bytes[index] = index * 7 + bytes.length;
  });
  return memory;
}

/** A view of memory that is there already, or of its own; some track its length. */
function viewOf(View: View, element: number, size: number, objects: readonly object[]): ArrayBufferView {
  const memories = objects.filter((object): object is Resizable => object instanceof ArrayBuffer);
  const memory = memories.length > 0 && size % 4 !== 0 ? memories[size % memories.length] : undefined;
  if (memory === undefined) {
    return new View(filled(new ArrayBuffer(64)), 8, size % 4);
  }
  const fits = Math.floor(memory.byteLength / element);
  const offset = fits === 0 ? 0 : (size % fits) * element;
  // Node 20 takes no other length.
  if (memory.resizable && size % 3 === 0 && memory.byteLength % element === 0) {
    return new View(memory, offset);
  }
  return new View(memory, offset, Math.min(size % 5, fits - offset / element));
}

/** Gives an object its members. */
function fill(object: object, links: readonly number[], any: (link: number) => unknown): void {
  if (object instanceof Map) {
    for (const link of links) {
      object.set(any(link), any(link * 31 + 1));
    }
  } else if (object instanceof Set) {
    for (const link of links) {
      object.add(any(link));
    }
  } else if (Array.isArray(object) && object.length === 0) {
    object.push(...links.map(any));
  } else if (object instanceof Error) {
    // No object: structuredClone of Node 20 fails where an error is its own cause. Cycles of errors have tests of their own.
    object.cause = any((links[0] ?? 0) * 3);
  } else if (isPlain(object)) {
    for (const link of links) {
      define(object, keys[link % keys.length] as string, any(link));
    }
  }
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null || Array.isArray(object);
}

function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { configurable: true, enumerable: true, value, writable: true });
}

function build(parts: readonly Part[], leaves: readonly unknown[]): unknown[] {
  const objects: object[] = [];
  for (const { kind, size } of parts) {
    objects.push((makers[kind % makers.length] as Maker)(size, objects));
  }
  const any = (link: number): unknown =>
    link % 3 === 0 ? leaves[link % leaves.length] : objects[link % objects.length];
  for (const [index, { links }] of parts.entries()) {
    fill(objects[index] as object, links, any);
  }
  return [objects[0], any((parts[0] as Part).size)];
}

const leaf = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(undefined, null, true, false, -0, 0, Number.NaN, '', '\ud800', 'x'.repeat(5000), 2 ** 31, -(2 ** 53)),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
);

const part = fc.record({
  kind: fc.nat(1000),
  size: fc.nat(40),
  links: fc.array(fc.nat(1000), { maxLength: 5 }),
});

/** The values of one message. */
export const message: fc.Arbitrary<unknown[]> = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 12 }), fc.array(leaf, { minLength: 1, maxLength: 5 }))
  .map(([parts, leaves]) => build(parts, leaves));
