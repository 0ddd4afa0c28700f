import test from 'ava';
import { Area } from '#nogil/codec/area.js';
import { decodeValues } from '#nogil/codec/decode.js';
import { encodeValues } from '#nogil/codec/encode.js';
import { defaultLimits } from '#nogil/codec/limits.js';
import { names, register, travel } from './travellers.js';

/** Numbers from 0 up to the given one that are the same in each run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

class Node {
  a: unknown;
  b: unknown;
}
register(Node);

class Rebuilt extends Node {}
register(Rebuilt);

/** The value that a function holds, here and at the other end. */
const held = new WeakMap<object, unknown>();

function holder(value: unknown): () => unknown {
  const make = (captured: unknown) => {
    const fn = () => captured;
    held.set(fn, captured);
    return fn;
  };
  return register(make(value), make, () => [value]) as () => unknown;
}

const primitives: readonly unknown[] = [undefined, null, true, 1, -0, 0.5, 10n, 'text', 'é漢', ''];

/** A random graph: objects of all kinds, most of which refer to any of those made before or after. */
function makeGraph(random: (below: number) => number, withFunctions: boolean): unknown[] {
  const objects: object[] = [];
  const any = (): unknown =>
    random(3) === 0 || objects.length === 0 ? primitives[random(primitives.length)] : objects[random(objects.length)];
  const count = 3 + random(25);
  for (let n = 0; n < count; n++) {
    const memory = new Uint8Array([n, 1, 2, 3, 4, 5, 6, 7]).buffer;
    switch (random(withFunctions ? 13 : 10)) {
      case 0:
        objects.push({});
        break;
      case 1:
        objects.push([]);
        break;
      case 2:
        objects.push(new Map());
        break;
      case 3:
        objects.push(new Set());
        break;
      case 4:
        objects.push(new Date(n));
        break;
      case 5:
        objects.push(new RegExp(`a${n}`, 'g'));
        break;
      case 6:
        objects.push(Object(n));
        break;
      case 7:
        objects.push(Buffer.from([n, 2, 3]));
        break;
      case 8:
        objects.push(new Uint16Array(memory), new DataView(memory));
        break;
      case 9:
        objects.push(Object.assign(new Array(random(5)), { [random(5)]: any() }));
        break;
      case 10:
        objects.push(new Node());
        break;
      case 11:
        objects.push(new Rebuilt());
        break;
      default:
        // What is captured is an object, so that cycles go through that.
        objects.push(holder({ captured: any(), more: [any()] }));
    }
  }
  for (const object of objects) {
    fill(object, any, random);
  }
  return Array.from({ length: 1 + random(3) }, any);
}

function fill(object: object, any: () => unknown, random: (below: number) => number): void {
  if (Array.isArray(object)) {
    for (let n = random(4); n > 0; n--) {
      object.push(any());
    }
  } else if (object instanceof Map) {
    for (let n = random(4); n > 0; n--) {
      object.set(any(), any());
    }
  } else if (object instanceof Set) {
    for (let n = random(4); n > 0; n--) {
      object.add(any());
    }
  } else if (typeof object === 'function') {
    (held.get(object) as { captured: unknown }).captured = any();
  } else if (object instanceof Node || Object.getPrototypeOf(object) === Object.prototype) {
    const target = object as Record<string, unknown>;
    for (let n = random(4); n > 0; n--) {
      target[`key${random(6)}`] = any();
    }
  }
}

/** Why the second is no copy of the first; undefined when it is, with the same identities. */
function difference(first: unknown, second: unknown, pairs: Map<unknown, unknown>, path: string): string | undefined {
  const isObject = (typeof first === 'object' && first !== null) || typeof first === 'function';
  if (!isObject) {
    return Object.is(first, second) ? undefined : `${path}: ${String(first)} became ${String(second)}`;
  }
  if (pairs.has(first)) {
    return pairs.get(first) === second ? undefined : `${path}: another object than before`;
  }
  pairs.set(first, second);
  if (first === second) {
    return `${path}: no copy`;
  }
  if (Object.getPrototypeOf(first) !== Object.getPrototypeOf(second)) {
    return `${path}: another class`;
  }
  const [mine, yours] = [membersOf(first as object), membersOf(second as object)];
  if (mine.length !== yours.length) {
    return `${path}: ${mine.length} members became ${yours.length}`;
  }
  for (const [index, member] of mine.entries()) {
    const found = difference(member, yours[index], pairs, `${path}/${index}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** All that an object is made of, in its order. */
function membersOf(value: object): unknown[] {
  if (typeof value === 'function') {
    return [held.get(value)];
  }
  if (value instanceof Map) {
    return [...value].flat();
  }
  if (value instanceof Set) {
    return [...value];
  }
  if (value instanceof Date || value instanceof Number) {
    return [value.valueOf()];
  }
  if (value instanceof RegExp) {
    return [value.source, value.flags];
  }
  if (Buffer.isBuffer(value)) {
    return [...value];
  }
  if (ArrayBuffer.isView(value)) {
    return [value.byteOffset, value.byteLength, value.buffer];
  }
  if (value instanceof ArrayBuffer) {
    return [...new Uint8Array(value)];
  }
  const more = Array.isArray(value) ? [value.length] : [];
  return [...more, ...Object.entries(value).flat()];
}

for (let block = 0; block < 4; block++) {
  test(`random graphs arrive as they are, with all identities: ${block}`, (t) => {
    for (let n = 0; n < 150; n++) {
      const seed = block * 1000 + n;
      const random = randomOf(seed);
      // Without functions, memory that several views see is not shared by V8's serializer: always one in here.
      const sent = [holder(0), ...makeGraph(random, block > 0)];
      t.is(difference(sent, [...travel(...sent)], new Map(), `seed ${seed}`), undefined);
    }
  });
}

/** The least that the writer takes the values with. */
function least(values: readonly unknown[], limit: 'depth' | 'bytes' | 'count'): number {
  let [refused, taken] = [0, 100_000];
  while (taken - refused > 1) {
    const middle = Math.floor((refused + taken) / 2);
    try {
      encodeValues(new Area(64), values, names, { ...defaultLimits, [limit]: middle });
      taken = middle;
    } catch {
      refused = middle;
    }
  }
  return taken;
}

test('what its writer takes within tight limits, its reader does', (t) => {
  for (let seed = 0; seed < 100; seed++) {
    const sent = makeGraph(randomOf(seed), seed % 2 === 0);
    const area = new Area(64);
    encodeValues(area, sent, names);
    const [depth, bytes, count] = [least(sent, 'depth'), least(sent, 'bytes'), least(sent, 'count')];
    area.position = 0;
    t.notThrows(() => decodeValues(area, sent.length, 'load', { depth, bytes, count }), `seed ${seed}`);
  }
});

test('a change of any member would be seen', (t) => {
  const make = () => [new Map([[{ a: 1 }, [new Set([new Date(1)])]]]), Buffer.from([1]), new Node()];
  t.is(difference(make(), make(), new Map(), ''), undefined);
  for (const [first, second] of [
    [new Map([[1, [2]]]), new Map([[1, [3]]])],
    [[Buffer.from([1])], [Buffer.from([2])]],
    [new Node(), { a: undefined, b: undefined }],
    [new Date(1), new Date(2)],
    [Object.assign([1], { length: 3 }), [1]],
  ]) {
    t.not(difference(first, second, new Map(), ''), undefined);
  }
  const shared = {};
  t.not(difference([shared, shared], [{}, {}], new Map(), ''), undefined);
});
