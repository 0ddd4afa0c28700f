import test from 'ava';
import { RuntimeError, TaskError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { decodeValues } from '#nogil/codec/decode.js';
import { encodeValues, type Names } from '#nogil/codec/encode.js';

const names: Names = { of: (index) => `argument ${index + 1}`, code: 'ERR_TASK_ARGUMENT' };

function travel<T>(...values: T[]): T[] {
  const area = new Area(64);
  encodeValues(area, values, names);
  const end = area.position;
  area.position = 0;
  const result = decodeValues(area, values.length) as T[];
  if (area.position > end) {
    throw new Error('read beyond the end');
  }
  return result;
}

class Point {
  x = 1;
}

const cyclic: Record<string, unknown> = { name: 'loop' };
cyclic['self'] = cyclic;
const match = /b(?<rest>.*)/.exec('abc');

/** What structuredClone makes of each of these is what must arrive. */
const values: [title: string, value: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['booleans', [true, false]],
  ['small integers', [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]],
  ['integers beyond 32 bits', [2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER]],
  ['-0, fractions, NaN and infinities', [-0, 0.1, NaN, Infinity, -Infinity, Number.MIN_VALUE]],
  ['bigints', [0n, -1n, 2n ** 64n, -(2n ** 200n)]],
  ['strings of every width', ['', 'a', 'é', 'ÿ', 'Ā', '漢字', '😀']],
  ['lone surrogates', ['\ud800', 'a\udc00b', `${'x'.repeat(100)}\ud800`]],
  ['zero characters', ['\0', 'a\0', 'a\0\0', '\0'.repeat(16)]],
  [
    'strings around the lengths where the encoding changes',
    [7, 8, 9, 15, 16, 17, 47, 48, 49, 5000].map((n) => 'x'.repeat(n)),
  ],
  ['long strings beyond Latin-1', ['é'.repeat(100), '漢'.repeat(5000)]],
  ['the same short string again and again', ['alpha', 'alpha', 'alphb', 'alpha']],
  ['nested arrays and objects', [[1, [2, { a: { b: [null] } }]], { list: [{}, []] }]],
  ['properties that are undefined', { a: undefined }],
  ['keys of every kind', { '': 1, 1: 2, 'with space': 3, ключ: 4, ['x'.repeat(100)]: 5 }],
  ['an own __proto__', JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
  ['holes', Object.assign([1], { 2: 3 })],
  ['an array that is longer than its elements', Object.assign([1], { length: 3 })],
  ['an array with other properties', match],
  ['large arrays', Array.from({ length: 5000 }, (_, index) => index)],
  ['Map and Set', [new Map<unknown, unknown>([[{ a: 1 }, new Set([1, 'a'])]]), new Set()]],
  ['Date and RegExp', [new Date(0), new Date(NaN), /a(b)?/giu]],
  ['boxed values', [Object(1), Object('a'), Object(false), Object(1n)]],
  ['errors', [new TypeError('wrong')]],
  ['ArrayBuffer and DataView', [new Uint8Array([1, 2]).buffer, new DataView(new ArrayBuffer(4), 1, 2)]],
  ['a cycle', cyclic],
  [
    'typed arrays',
    [
      new Int8Array([-1]),
      new Uint8Array([255]),
      new Uint8ClampedArray([255]),
      new Int16Array([-1, 2]),
      new Uint16Array([65535]),
      new Int32Array([-1]),
      new Uint32Array([2 ** 32 - 1]),
      new Float32Array([0.5]),
      new Float64Array([Math.PI, -0, NaN]),
      new BigInt64Array([-1n]),
      new BigUint64Array([1n]),
      new Float64Array(0),
    ],
  ],
];

for (const [title, value] of values) {
  test(`${title}: as structuredClone`, (t) => {
    t.deepEqual(travel(value), [structuredClone(value)]);
  });
}

test('many values of different kinds in one message, beyond the first size of the area', (t) => {
  const all = values.slice(0, 15).map(([, value]) => value);
  t.deepEqual(travel(...all), structuredClone(all));
});

test('an object that is reached twice arrives once', (t) => {
  const shared = { n: 1 };
  const [first, second] = travel<unknown>({ a: shared, b: [shared] }, shared) as [{ a: object; b: object[] }, object];
  t.is(first.a, first.b[0] as object);
  t.is(first.a, second);
});

test('an object is recognised among many', (t) => {
  const parts = Array.from({ length: 50 }, (_, n) => ({ n }));
  const [[all, last] = [[], {}]] = travel<[object[], object]>([parts, parts[49] as object]);
  t.is(all[49], last);
});

for (const length of [0, 1, 32, 64, 65, 1024, 1025]) {
  test(`a Buffer of ${length} bytes stays a Buffer and brings nothing of its pool`, (t) => {
    const area = new Area(1024);
    const sent = Buffer.from('x'.repeat(length));
    encodeValues(area, [sent], names);
    t.is(area.position, 1 + Math.ceil(length / 8));
    const [buffer] = travel(sent);
    t.true(Buffer.isBuffer(buffer));
    t.deepEqual(buffer, sent);
    // It may be in the pool of this thread, and it is sent on without what is beside it.
    const [again] = travel(buffer);
    t.deepEqual(again, sent);
  });
}

const symbols = [Symbol.for('key'), Symbol.for(''), Symbol.for('\ud800\u20ac'), Symbol.iterator];

for (const [title, value] of [
  ['plain values', symbols],
  ['a Map', new Map([[Symbol.for('key'), Symbol.iterator]])],
  ['an object of a symbol', [Object(Symbol.iterator)]],
] as const) {
  test(`symbols that every thread has travel: in ${title}`, (t) => {
    t.deepEqual(travel<unknown>(value, Symbol.for('beside')), [value, Symbol.for('beside')]);
  });
}

test('a view travels as the view only', (t) => {
  const [view] = travel(new Uint16Array(new ArrayBuffer(100), 10, 3));
  t.is(view?.buffer.byteLength, 6);
});

test('a decoded __proto__ changes no prototype', (t) => {
  const [value] = travel(JSON.parse('{"__proto__": {"polluted": true}}'));
  t.is(Object.getPrototypeOf(value), Object.prototype);
  t.false('polluted' in {});
  t.true(Object.hasOwn(value, '__proto__'));
});

test('what arrives is a copy', (t) => {
  const sent = { list: [1] };
  const [received] = travel(sent);
  received?.list.push(2);
  t.deepEqual(sent, { list: [1] });
});

/** What cannot travel, and what the error must say. */
const unsendable: [title: string, value: unknown, message: RegExp][] = [
  ['a function', { handlers: [() => 1] }, /argument 1\.handlers\[0\]: it is a function/],
  ['a symbol', [Symbol('s')], /argument 1\[0\]: it is a symbol/],
  ['an instance of a class', { at: new Point() }, /argument 1\.at: it is an instance of Point/],
  ['a WeakMap', new WeakMap(), /argument 1: it is an instance of WeakMap/],
  ['a Promise', Promise.resolve(), /argument 1: it is an instance of Promise/],
  ['a SharedArrayBuffer', new SharedArrayBuffer(8), /argument 1: /],
  ['a view over shared memory', new Uint8Array(new SharedArrayBuffer(8)), /SharedArrayBuffer/],
  ['a view over shared memory in a Map', new Map([[1, new Uint8Array(new SharedArrayBuffer(8))]]), /SharedArrayBuffer/],
  ['a function in a Map', new Map([[1, () => 1]]), /argument 1 \(a value of a Map\): it is a function/],
  ['an instance in a Set', new Set([new Point()]), /argument 1 \(in a Set\): it is an instance of Point/],
  ['an instance beside a Date', { date: new Date(), at: new Point() }, /argument 1\.at: it is an instance of Point/],
  ['an instance in a large array', Array.from({ length: 5000 }, () => new Point()), /argument 1\[0\]: /],
  ['a MessagePort in a Map', new Map([['port', new MessageChannel().port1]]), /an instance of MessagePort/],
];

for (const [title, value, message] of unsendable) {
  test(`${title} is refused by name`, (t) => {
    const area = new Area(64);
    const error = t.throws(() => encodeValues(area, [value], names), { message });
    t.true(error instanceof TaskError);
    t.is((error as TaskError).code, 'ERR_TASK_ARGUMENT');
    t.is(area.position, 0);
  });
}

test('the second of several arguments is named', (t) => {
  t.throws(() => encodeValues(new Area(64), [1, new Map([[1, () => 1]])], names), { message: /argument 2/ });
});

test('too deep a value is refused and the next one travels', (t) => {
  let deep: unknown = 0;
  for (let depth = 0; depth < 100_000; depth++) {
    deep = [deep];
  }
  t.throws(() => travel(deep), { message: /nested too deeply/ });
  t.deepEqual(travel({ a: 1 }), [{ a: 1 }]);
});

test('too large a message is refused and the next one travels', (t) => {
  // Zeros that nobody reads cost no memory.
  t.throws(() => travel<unknown>(new Uint8Array(2 ** 31)), { message: /argument 1: it is too large/ });
  t.deepEqual(travel({ a: 1 }), [{ a: 1 }]);
});

test("a getter's own error is thrown as it is", (t) => {
  const thrown = new Error('mine');
  const value = {
    get broken(): never {
      throw thrown;
    },
  };
  t.is(
    t.throws(() => travel(value)),
    thrown,
  );
});

test('a value cannot be sent from within a getter of another', (t) => {
  const value = {
    get nested(): unknown {
      return travel(1);
    },
  };
  const error = t.throws(() => travel<unknown>(value));
  t.true(error instanceof RuntimeError);
  t.deepEqual(travel(1), [1]);
});
