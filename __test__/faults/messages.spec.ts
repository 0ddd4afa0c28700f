import test from 'ava';
import { DecodeError, TaskError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { decode, decodeValues } from '#nogil/codec/decode.js';
import { encodeValues } from '#nogil/codec/encode.js';
import { defaultLimits, type Limits } from '#nogil/codec/limits.js';
import * as tag from '#nogil/codec/tags.js';
import { Corrupter, FIXED_BYTES, MULTIPLE, read } from '../codec/corrupt.js';
import { names } from '../codec/travellers.js';

const INPUTS = 50_000;

// Fails when `unnest` looks at the depth alone, when `unreadable` gives what the engine throws as it is, and when `begin` of
// `decode.ts` leaves the count as it is.
test('fault 66: corrupt messages give a value, a DecodeError or NeedsFunctions, in bounded memory', (t) => {
  const corrupter = new Corrupter(66);
  const counts = { value: 0, DecodeError: 0, NeedsFunctions: 0 };
  for (let number = 0; number < INPUTS; number++) {
    const area = corrupter.next();
    const { kind, multiple } = read(area, number % 5);
    counts[kind] += 1;
    if (multiple > MULTIPLE) {
      t.fail(`input ${number}: ${multiple} times its ${area.bytes.length} bytes, beyond ${FIXED_BYTES}`);
    }
  }
  t.true(counts.value > 1000);
  t.true(counts.DecodeError > 1000);
  t.true(counts.NeedsFunctions > 0);
});

/** A message of these words, each of two integers or one double. */
function words(...all: (readonly [number, number] | number)[]): Area {
  const area = new Area(all.length);
  for (const [index, word] of all.entries()) {
    if (typeof word === 'number') {
      area.f64[index] = word;
    } else {
      area.i32.set(word, index << 1);
    }
  }
  return area;
}

const huge = 2 ** 31 - 1;
const NOTHING = [tag.NULL, 0] as const;

/** Claims of what is not there. */
const claims: [title: string, area: Area][] = [
  ['elements', words([tag.ARRAY, huge])],
  ['a negative number of elements', words([tag.ARRAY, -1])],
  ['properties', words([tag.OBJECT, huge])],
  ['characters', words([tag.LATIN1, huge])],
  ['a negative number of characters', words([tag.LATIN1, -8])],
  ['bytes', words([tag.BUFFER, huge])],
  ['bytes of a typed array', words([tag.TYPED_ARRAY, 0], 2 ** 40)],
  ['half a byte', words([tag.TYPED_ARRAY, 0], 0.5, [0, 0])],
  ['an element that is cut', words([tag.TYPED_ARRAY, 8], 7, [0, 0])],
  ['digits that are none', words([tag.BIGINT, 2], [0x7a7a, 0])],
  ['a handle of no class', words([tag.HANDLE, 77], 1)],
  ['a tag that is none', words([99, 0])],
  ['a key that is no string', words([tag.OBJECT, 1], [tag.ARRAY, 0], NOTHING)],
  ['a table beyond the end', words([tag.GRAPH, huge], NOTHING, [0, 0])],
  ['a table before the message', words([tag.GRAPH, -5], NOTHING, [0, 0])],
  ['an object that has not begun', words([tag.GRAPH, 1], [tag.REFERENCE, 0], [0, 0])],
  ['entries of a Map', words([tag.GRAPH, 1], [tag.MAP, huge], [0, 0])],
  ['entries of a Set', words([tag.GRAPH, 1], [tag.SET, huge], [0, 0])],
  ['captured values', words([tag.GRAPH, 3], [tag.FUNCTION, 0], [huge, 0], 0, [0, 0])],
  ['memory that grows without end', words([tag.GRAPH, 2], [tag.ARRAY_BUFFER, 0], 2 ** 52, [0, 0])],
  ['a view of no memory', words([tag.GRAPH, 4], [tag.VIEW, 0], 0, 0, NOTHING, [0, 0])],
  ['a view beyond its memory', words([tag.GRAPH, 5], [tag.VIEW, 0], 0, 9, [tag.ARRAY_BUFFER, 0], -1, [0, 0])],
  ['an array of more elements than there are', words([tag.GRAPH, 2], [tag.SPARSE_ARRAY, 0], 2 ** 33, [0, 0])],
  [
    'a pattern that is none',
    words([tag.GRAPH, 4], [tag.REGEXP, 0], [tag.LATIN1, 1], [0x28, 0], [tag.LATIN1, 0], [0, 0]),
  ],
  ['an instance of no class', words([tag.GRAPH, 2], [tag.INSTANCE, 0], NOTHING, [0, 0])],
];

// Fails when `unreadable` gives what the engine throws as it is, and when `skipBytes` has no bound.
for (const [title, area] of claims) {
  test(`fault 66: a message that claims what is not there is a DecodeError: ${title}`, (t) => {
    const error = t.throws(() => decode(area), { instanceOf: DecodeError });
    t.is(error?.code, 'ERR_DECODE');
  });
}

test('fault 66: arrays that each claim the rest of the message do not get memory for it', (t) => {
  const levels = 900;
  const size = 100_000;
  const area = new Area(size);
  for (let level = 0; level < levels; level++) {
    area.i32[level << 1] = tag.ARRAY;
    area.i32[(level << 1) + 1] = size - level - 1;
  }
  const before = process.memoryUsage().heapUsed;
  t.throws(() => decode(area), { instanceOf: DecodeError });
  t.true(process.memoryUsage().heapUsed - before < 100 * 2 ** 20);
});

test('fault 66: an array that claims to be long takes memory for what it has', (t) => {
  const area = words([tag.GRAPH, 2], [tag.SPARSE_ARRAY, 0], 30_000_000, [0, 0]);
  const before = process.memoryUsage().heapUsed;
  t.is((decode(area) as unknown[]).length, 30_000_000);
  t.true(process.memoryUsage().heapUsed - before < 10 * 2 ** 20);
});

/** A value that is just within the limits, one beyond, and where that is said to be. */
const limited: [limits: Partial<Limits>, within: unknown, beyond: unknown, message: RegExp][] = [
  [{ depth: 3 }, [[[1]]], [0, [[[1]]]], /argument 1\[1\]\[0\]\[0\]: it is nested too deeply \(more than 3 levels\)/],
  [{ depth: 2 }, { a: { b: 1 } }, { a: { b: {} } }, /argument 1\.a\.b: it is nested too deeply/],
  [{ depth: 2 }, new Map([[1, []]]), new Map([[1, [[]]]]), /a value of a Map\)\[0\]: it is nested too deeply/],
  [{ count: 5 }, [1, 2, 3, 4], [1, 2, 3, 4, 5], /argument 1: it is too large \(more than 5 values\)/],
  [{ count: 3 }, { a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, /argument 1: it is too large \(more than 3 values\)/],
  [{ count: 3 }, new Set([1, 2]), new Set([1, 2, 3]), /argument 1.*: it is too large \(more than 3 values\)/],
  [{ bytes: 64 }, 'x'.repeat(49), 'x'.repeat(57), /argument 1: it is too large \(more than 64 bytes\)/],
  [{ bytes: 64 }, Buffer.alloc(56), Buffer.alloc(57), /argument 1: it is too large \(more than 64 bytes\)/],
  [{ bytes: 80 }, new Uint8Array(40), { a: [new Uint8Array(100_000)] }, /argument 1\.a\[0\]: it is too large/],
];

// Fails when `nest` does not look at the depth, and when `isWithin` is always true.
for (const [index, [limits, within, beyond, message]] of limited.entries()) {
  const title = `${index}: ${JSON.stringify(limits)}`;
  test(`fault 17: what is beyond a limit is refused by its writer, and by its reader: ${title}`, (t) => {
    const all = { ...defaultLimits, ...limits };
    const area = new Area(64);
    encodeValues(area, [within], names, all);
    area.position = 0;
    t.deepEqual(decodeValues(area, 1, 'load', all), [within]);
    area.position = 0;
    const error = t.throws(() => encodeValues(area, [beyond], names, all), { instanceOf: TaskError, message });
    t.is(error?.code, 'ERR_TASK_ARGUMENT');
    t.is(area.position, 0);
    encodeValues(area, [beyond], names);
    area.position = 0;
    t.throws(() => decodeValues(area, 1, 'load', all), { instanceOf: DecodeError });
  });
}

test('fault 17: numbers alone have limits too', (t) => {
  const limits = { ...defaultLimits, count: 2 };
  t.throws(() => encodeValues(new Area(64), [1, 2, 3], names, limits), { message: /argument 3: it is too large/ });
});
