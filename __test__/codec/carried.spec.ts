import test from 'ava';
import { DecodeError, TaskError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { type Carrier, setFromOwner } from '#nogil/codec/carried.js';
import { decodeValues } from '#nogil/codec/decode.js';
import { encodeTransferring, encodeValues, type Names } from '#nogil/codec/encode.js';
import { decodeFailure, encodeFailure } from '#nogil/codec/failure.js';
import { defaultLimits } from '#nogil/codec/limits.js';
import * as tag from '#nogil/codec/tags.js';
import { NeedsFunctions } from '#nogil/codec/travellers.js';

/** Objects are handed over by their numbers, what is transferred as the parcel 0. */
const objects: object[] = [];
const transferred: object[] = [];

const carrier: Carrier = {
  transferred: (value) => (transferred.includes(value) ? { number: 0, index: transferred.indexOf(value) } : undefined),
  carry(value) {
    if (!objects.includes(value)) {
      objects.push(value);
    }
    return { number: objects.indexOf(value), index: -1 };
  },
};

setFromOwner({
  find(number) {
    const object = objects[number];
    if (object === undefined) {
      throw new DecodeError('there is no such object');
    }
    return object;
  },
  open: (parcel) => (parcel === 0 ? transferred : undefined),
  fetch: () => Promise.resolve(),
  forget: () => {},
});

const alone: Names = { of: (index) => `argument ${index + 1}`, code: 'ERR_TASK_ARGUMENT' };
const names: Names = { ...alone, takes: () => carrier };

function travel(...values: unknown[]): unknown[] {
  const area = new Area(64);
  encodeValues(area, values, names);
  area.position = 0;
  return decodeValues(area, values.length);
}

test('what goes beside a message is one object in all of it', (t) => {
  const memory = new SharedArrayBuffer(16);
  const [map, view, again] = travel(new Map([[memory, { memory }]]), new DataView(memory, 4, 8), memory) as [
    Map<object, { memory: object }>,
    DataView,
    object,
  ];
  t.is(again, memory);
  t.is([...map.keys()][0], memory);
  t.is(map.get(memory)?.memory, memory);
  t.like(view, { byteOffset: 4, byteLength: 8, buffer: memory });
});

test('one view that is reached twice is one there', (t) => {
  const view = new Uint8Array(new SharedArrayBuffer(4));
  const [[first, second]] = travel([view, view]) as [[object, object]];
  t.is(first, second);
});

test('what is transferred is one object, with views over it', (t) => {
  const memory = new ArrayBuffer(8);
  transferred.push(memory);
  const area = new Area(64);
  const values = [[memory], new Uint16Array(memory, 2, 1), Buffer.from(memory, 1, 3)];
  encodeTransferring(area, values, names, carrier);
  area.position = 0;
  const [[there], view, buffer] = decodeValues(area, 3) as [[object], Uint16Array, Buffer];
  t.is(there, memory);
  t.true(view.buffer === memory && buffer.buffer === memory);
  t.deepEqual([view.byteOffset, view.length, buffer.byteOffset, buffer.length], [2, 1, 1, 3]);
});

test('a property of an error that goes beside it arrives, and is left out where nobody takes it', (t) => {
  const memory = new SharedArrayBuffer(4);
  const error = Object.assign(new RangeError('full'), { memory, size: 4 });
  const area = new Area(64);
  encodeFailure(area, error, () => carrier);
  area.position = 0;
  t.like(decodeFailure(area), { message: 'full', memory, size: 4 });

  area.position = 0;
  encodeFailure(area, error);
  area.position = 0;
  const without = decodeFailure(area) as object;
  t.like(without, { message: 'full', size: 4 });
  t.false('memory' in without);
});

test('where nobody takes it, the place of what would go beside the message is told', (t) => {
  const area = new Area(64);
  for (const value of [new SharedArrayBuffer(8), new Int32Array(new SharedArrayBuffer(8))]) {
    t.throws(() => encodeValues(area, [0, { list: [0, value] }], alone), {
      instanceOf: TaskError,
      message: /^Cannot send argument 2\.list\[1\]: it is an instance of SharedArrayBuffer, and cannot go this way/,
    });
  }
  t.is(area.position, 0);
});

test('a class that extends shared memory, or a view of it, is refused', (t) => {
  class Memory extends SharedArrayBuffer {}
  class Bytes extends Uint8Array {}
  t.throws(() => travel(new Memory(8)), { message: /argument 1: it is an instance of Memory/ });
  t.throws(() => travel([new Bytes(new SharedArrayBuffer(8) as never)]), {
    message: /argument 1\[0\]: it is an instance of Bytes/,
  });
});

test('objects beside a message count, and are as deep as others', (t) => {
  const area = new Area(64);
  const views = [1, 2, 3].map(() => new Uint8Array(new SharedArrayBuffer(8)));
  const write = (value: unknown, limit: object) => () =>
    encodeValues(area, [value], names, { ...defaultLimits, ...limit });
  // A value for the list, and for each view and its memory.
  t.notThrows(write(views, { count: 7 }));
  area.position = 0;
  t.throws(write(views, { count: 6 }), { message: /too large \(more than 6 values\)/ });
  t.notThrows(write(views, { depth: 3 }));
  area.position = 0;
  t.throws(write(views, { depth: 2 }), { message: /nested too deeply \(more than 2 levels\)/ });
  t.is(area.position, 0);
});

/** A message of one value, which is made of these words: a tag, its detail, and numbers. */
function messageOf(...words: readonly (readonly [number, number] | number)[]): Area {
  const area = new Area(words.length + 2);
  const all = [[tag.GRAPH, words.length] as const, ...words, 0];
  for (const [position, word] of all.entries()) {
    if (typeof word === 'number') {
      area.f64[position] = word;
    } else {
      area.i32.set(word, position << 1);
    }
  }
  return area;
}

const FLOAT64 = tag.typedArrays.indexOf(Float64Array);

for (const [title, message] of [
  ['an object that has not come', messageOf([tag.CARRIED, -1], 1e9)],
  ['an object of no number', messageOf([tag.CARRIED, -1], Number.NaN)],
  ['an object that no worker has sent', messageOf([tag.CARRIED, 0], -5)],
  ['an object that its parcel does not have', messageOf([tag.CARRIED, 99], 0)],
  ['a view of no memory', messageOf([tag.CARRIED_VIEW, FLOAT64], 0, 1, [tag.OBJECT, 0])],
  ['a view of no class', messageOf([tag.CARRIED_VIEW, 99], 0, 1, [tag.ARRAY_BUFFER, 0], -1)],
  ['a view beyond its memory', messageOf([tag.CARRIED_VIEW, FLOAT64], 8, 1, [tag.ARRAY_BUFFER, 0], -1)],
  ['a Buffer beyond its memory', messageOf([tag.CARRIED_VIEW, 255], 8, 1, [tag.ARRAY_BUFFER, 0], -1)],
] as const) {
  test(`a message with ${title} is a DecodeError`, (t) => {
    t.throws(() => decodeValues(message, 1), { instanceOf: DecodeError });
  });
}

test('a message waits for a parcel that has not come', (t) => {
  const error = t.throws(() => decodeValues(messageOf([tag.CARRIED, 0], 7), 1), { instanceOf: NeedsFunctions });
  t.is(error.parcel, 7);
});
