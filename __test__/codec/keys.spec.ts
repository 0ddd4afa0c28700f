import test from 'ava';
import { Area } from '#nogil/codec/area.js';
import { decodeValues } from '#nogil/codec/decode.js';
import { encodeValues, type Names } from '#nogil/codec/encode.js';

const names: Names = { of: (index) => `argument ${index + 1}`, code: 'ERR_TASK_ARGUMENT' };

function travel<T>(...values: T[]): T[] {
  const area = new Area(64);
  encodeValues(area, values, names);
  area.position = 0;
  return decodeValues(area, values.length) as T[];
}

/** More often than it takes until keys are expected, and are set in a way of their own. */
const OFTEN = 200;

/** Objects that must arrive as they are, with their keys in the same order, however often and after whichever. */
const objects: [title: string, value: object][] = [
  ['one', { id: 1, name: 'a', tags: ['x'] }],
  ['the same keys in another order', { tags: ['x'], name: 'a', id: 1 }],
  ['fewer of the keys', { id: 2 }],
  ['a key between', { id: 1, between: 0, name: 'a', tags: ['x'] }],
  ['the same key within itself', { id: { id: { id: { name: 1 } } }, name: { name: 2 } }],
  ['other kinds of values', { id: 0.5, name: null, tags: undefined }],
  ['keys that begin alike', { abcdefgh: 1, abcdefghi: 2, abcdefg: 3, abcdefghijklmnop: 4, abcdefghijklmnopq: 5 }],
  ['keys that differ in zeros at the end', { a: 1, 'a\0': 2, 'a\0\0': 3, 'abcdefgh\0': 4, abcdefgh: 5 }],
  ['keys beyond Latin-1', { ключ: 1, é: 2, 漢: 3, é漢: 4, '\ud800': 5 }],
  ['the empty key', { '': 1, a: 2 }],
  ['indices', { b: 1, 1: 'one', a: 2, 0: 'zero', '01': 'no index', '-1': 'neither', 4294967295: 'too large' }],
  ['an own __proto__', JSON.parse('{"a": 1, "__proto__": {"polluted": true}, "b": 2}')],
  ['names of Object.prototype', { constructor: 1, toString: 2, hasOwnProperty: 3, valueOf: 4 }],
  ['long keys', { ['k'.repeat(33)]: 1, ['k'.repeat(49)]: 2, ['k'.repeat(300)]: 3 }],
];

for (const [title, value] of objects) {
  test(`${title}: again and again`, (t) => {
    const expected = structuredClone(value);
    for (let time = 0; time < OFTEN; time++) {
      const [received] = travel(value);
      t.deepEqual(received, expected);
      t.deepEqual(Object.keys(received as object), Object.keys(expected));
      t.is(Object.getPrototypeOf(received), Object.prototype);
    }
  });
}

test('all of these by turns', (t) => {
  for (let time = 0; time < OFTEN; time++) {
    const sent = objects.map(([, value]) => value);
    t.deepEqual(JSON.stringify(travel(...sent)), JSON.stringify(sent));
  }
  t.false('polluted' in {});
});

test('more shapes than are remembered', (t) => {
  for (let time = 0; time < 3; time++) {
    for (let n = 0; n < 3000; n++) {
      const sent = { [`a${n}`]: n, [`key number ${n}`]: { id: n }, b: 1 };
      t.deepEqual(travel(sent), [sent]);
    }
  }
});

test('what was added to Object.prototype does not travel', (t) => {
  const prototype = Object.prototype as Record<string, unknown>;
  prototype['added'] = 1;
  try {
    const [received] = travel({ a: 1 });
    t.deepEqual(Object.keys(received as object), ['a']);
    const [own] = travel({ a: 1, added: 2 });
    t.deepEqual(Object.entries(own as object), [
      ['a', 1],
      ['added', 2],
    ]);
  } finally {
    delete prototype['added'];
  }
});

test('properties that are not enumerable, and symbols, do not travel', (t) => {
  const sent = Object.defineProperty({ a: 1, [Symbol('s')]: 2 }, 'hidden', { value: 3 });
  t.deepEqual(Reflect.ownKeys(travel(sent)[0] as object), ['a']);
});

test('a getter is called once, in its order', (t) => {
  const calls: string[] = [];
  const sent = {
    get a() {
      calls.push('a');
      return { n: 1 };
    },
    list: Object.defineProperty([0, 0], 1, {
      enumerable: true,
      get: () => {
        calls.push('list');
        return 2;
      },
    }),
    get b() {
      calls.push('b');
      return 'b';
    },
  };
  const [received] = travel<unknown>(sent);
  t.deepEqual(received, { a: { n: 1 }, list: [0, 2], b: 'b' });
  t.deepEqual(calls, ['a', 'list', 'b']);
});

test('what a getter adds does not travel, and what it deletes is gone, as for structuredClone', (t) => {
  const make = () => ({
    first: 1,
    get changes() {
      const self = this as Record<string, unknown>;
      self['added'] = 2;
      delete self['last'];
      return 3;
    },
    last: 4,
  });
  t.deepEqual(travel<unknown>(make()), [structuredClone(make())]);
});

test('a Proxy of an object travels as what its traps say', (t) => {
  const target: Record<string, number> = { a: 1, b: 2 };
  const proxy = new Proxy(target, {
    get: (object, key) => (object[key as string] as number) * 10,
    ownKeys: () => ['b', 'a'],
  });
  const [received] = travel<unknown>(proxy);
  t.is(JSON.stringify(received), '{"b":20,"a":10}');
});

test('an object without prototype, a dictionary and a frozen object', (t) => {
  const dictionary: Record<string, number> = {};
  for (let n = 0; n < 2000; n++) {
    dictionary[`entry${n}`] = n;
  }
  delete dictionary['entry1000'];
  const bare: object = Object.assign(Object.create(null), { a: 1, 1: 2 });
  const sent = { bare, dictionary, frozen: Object.freeze({ a: [Object.freeze([1])] }) };
  t.deepEqual(travel<unknown>(sent), [structuredClone(sent)]);
});

test('a character beyond Latin-1 is found at every place of a short string', (t) => {
  for (let length = 1; length <= 50; length++) {
    for (let place = 0; place < length; place++) {
      const text = `${'x'.repeat(place)}漢${'ÿ'.repeat(length - place - 1)}`;
      t.deepEqual(travel<unknown>(text, { [text]: text }), [text, { [text]: text }]);
    }
  }
});

for (const length of [0, 1, 2, 3, 4, 5, 9, 1024, 1025]) {
  test(`an array of ${length}: its holes and its other properties are kept`, (t) => {
    const full = Array.from({ length }, (_, index) => index);
    const hole = full.slice();
    delete hole[0];
    for (const sent of [
      full,
      hole,
      Object.assign(full.slice(), { extra: 1 }),
      Object.assign(hole.slice(), { extra: 1 }),
    ]) {
      const [received] = travel<unknown>(sent);
      const expected = structuredClone(sent);
      t.deepEqual(received, expected);
      t.deepEqual(Object.keys(received as object), Object.keys(expected));
    }
  });
}

for (const count of [7, 8, 9, 15, 16, 17, 40]) {
  test(`identity holds among ${count} objects`, (t) => {
    const all: unknown[] = Array.from({ length: count }, (_, n) => ({ n }));
    for (let n = 0; n < count; n++) {
      const [received] = travel<unknown>([...all, all[n]]) as [unknown[]];
      t.is(received[count], received[n]);
      t.deepEqual(received.slice(0, count), all);
    }
    // And nothing of it is left for the next message.
    t.deepEqual(travel<unknown>(all), [all]);
  });
}

test('an error names the member that it is about', (t) => {
  const message = /argument 1\.rows\[2\]\.deep\.call: it is a function/;
  const rows = [{}, { deep: { call: 1 } }, { deep: { a: 1, call: () => 1 } }];
  t.throws(() => travel<unknown>({ id: 1, rows }), { message });
  t.throws(() => travel<unknown>(Object.assign(Object.create(null), { id: 1, rows })), { message });
});
