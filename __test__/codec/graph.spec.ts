import test from 'ava';
import { TaskError, ValueError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { decodeFailure, encodeFailure } from '#nogil/codec/failure.js';
import { addHandleClass } from '#nogil/codec/handles.js';
import { idOf, register, travel, unloaded } from './travellers.js';

/** Beside a function, a message is written as a graph. */
const marker = register(() => 1);

function inGraph<T>(value: T): T {
  return travel({ marker, value })[0].value;
}

class HttpError extends Error {
  override name = 'HttpError';
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}
register(HttpError);

const cyclic: Record<string, unknown> = { list: [] };
cyclic['self'] = cyclic;
(cyclic['list'] as unknown[]).push(cyclic, new Map([[cyclic, cyclic]]));

/** What structuredClone makes of each of these is what must arrive. */
const values: [title: string, value: unknown][] = [
  ['primitives', [undefined, null, true, false, 1, -0, 0.5, NaN, 10n, -(2n ** 70n), 'a', 'é漢', '\ud800']],
  ['plain objects', { a: 1, nested: { b: [{}, []] }, ключ: 1, 1: 'one', ['x'.repeat(100)]: 2 }],
  ['an own __proto__', JSON.parse('{"a": 1, "__proto__": {"polluted": true}}')],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
  ['holes', [Object.assign([1], { 2: 3 }), Object.assign([1], { length: 3 }), new Array(5000)]],
  ['an array with other properties', /b(?<rest>.*)/.exec('abc')],
  ['large arrays', Array.from({ length: 5000 }, (_, index) => index)],
  ['Map and Set', [new Map<unknown, unknown>([[{ a: 1 }, new Set([1, 'a'])]]), new Set()]],
  ['Date and RegExp', [new Date(0), new Date(NaN), /a(b)?\/é/giu]],
  ['boxed values', [Object(1), Object('a'), Object(false), Object(1n)]],
  ['a cycle', cyclic],
  ['an ArrayBuffer', [new Uint8Array([1, 2, 3]).buffer, new ArrayBuffer(0)]],
  ['typed arrays', [new Int16Array([-1]), new Float64Array([0.5, NaN]), new BigInt64Array([-1n]), new Uint8Array(0)]],
  ['a DataView', new DataView(new Uint8Array([1, 2, 3, 4]).buffer)],
];

for (const [title, value] of values) {
  test(`beside a function, as structuredClone: ${title}`, (t) => {
    t.deepEqual(inGraph(value), structuredClone(value));
  });
}

test('an object, a Map, a Date and a view that are reached twice arrive once', (t) => {
  for (const value of [{}, [], new Map(), new Set(), new Date(), /a/, Object(1), new Uint8Array(3), Buffer.from('a')]) {
    const [first, second] = inGraph([value, { value }]) as [unknown, { value: unknown }];
    t.is(first, second.value);
  }
});

test('views share their memory, if several see it', (t) => {
  const memory = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]).buffer;
  const [bytes, part, view] = inGraph([
    new Uint8Array(memory, 2, 3),
    new Uint16Array(memory, 4, 2),
    new DataView(memory, 1),
  ] as const);
  t.deepEqual(bytes, new Uint8Array([2, 3, 4]));
  t.is(bytes.buffer, part.buffer);
  t.is(bytes.buffer, view.buffer);
  t.is(part.byteOffset, 4);
  t.is(view.byteLength, 7);
});

test('views share their memory with the ArrayBuffer itself, whichever comes first', (t) => {
  const memory = new ArrayBuffer(8);
  const part = new Uint8Array(memory, 2, 3);
  for (const { first, second } of [
    inGraph({ first: memory, second: part }),
    inGraph({ second: part, first: memory }),
  ]) {
    t.is(second.buffer, first);
  }
});

test('a part of memory that nothing else sees travels alone, and a Buffer brings nothing of its pool', (t) => {
  t.is(inGraph(new Uint8Array(new ArrayBuffer(100_000), 10, 3)).buffer.byteLength, 3);
  const [a, b] = inGraph([Buffer.from('one'), Buffer.from('two')] as const);
  t.true(Buffer.isBuffer(a));
  t.deepEqual([a.toString(), b.toString()], ['one', 'two']);
});

test('a resizable ArrayBuffer stays one', (t) => {
  const Resizable = ArrayBuffer as unknown as new (
    length: number,
    options: object,
  ) => ArrayBuffer & { maxByteLength: number };
  const received = inGraph(new Resizable(4, { maxByteLength: 16 }));
  t.is(received.byteLength, 4);
  t.is(received.maxByteLength, 16);
});

test('a handle beside a Map and in a cycle', (t) => {
  const handle = new (class Handle {})();
  const number = 0;
  addHandleClass({
    number,
    keyOf: (value) => (value === handle ? 5 : undefined),
    here: () => handle,
    make: () => handle,
  });
  const [map, again] = travel(new Map([['handle', handle]]), [handle, handle, new Date(0)]);
  t.is(map.get('handle'), handle);
  t.deepEqual(again, [handle, handle, new Date(0)]);
});

test('a symbol is refused in a graph too', (t) => {
  const message = /^Cannot send argument 1\.value\.deep\[1\]: it is a symbol/;
  t.throws(() => inGraph({ deep: [1, Symbol('s')] }), { message });
  t.throws(() => inGraph(new Map([[1, Symbol('s')]])), {
    message: /argument 1\.value \(a value of a Map\): it is a symbol/,
  });
  t.throws(() => inGraph(Object(Symbol('s'))), { message: /argument 1\.value: it is a symbol/ });
});

test('an error in a value is one of its class, with its properties, message, stack and cause', (t) => {
  const sent = Object.assign(new HttpError(404), { cause: new TypeError('why') });
  const [{ error, again }] = travel({ error: sent, again: sent });
  t.is(Object.getPrototypeOf(error), HttpError.prototype);
  t.is(error, again);
  t.like(error, { name: 'HttpError', message: 'status 404', status: 404, stack: sent.stack as string });
  t.true(error.cause instanceof TypeError);
});

test('a cycle of errors holds, and what cannot travel of one is left out', (t) => {
  const sent = Object.assign(new HttpError(500), { socket: new WeakMap(), list: [] as unknown[] });
  sent.list.push(sent);
  const [error] = travel(sent);
  t.is(error.list.length, 1);
  t.is(error.list[0], error);
  t.false('socket' in error);
  t.is(error.status, 500);
});

test('an error whose class cannot travel is what the engine makes of it', (t) => {
  class Local extends RangeError {}
  const [error] = travel(new Local('too much'));
  t.is(error.message, 'too much');
  t.true(inGraph(new Local('too much')) instanceof RangeError);
});

test('an error of ours keeps its class', (t) => {
  t.true(travel(new ValueError('wrong'))[0] instanceof ValueError);
});

function thrown(value: unknown, missing?: 'leave out'): unknown {
  const area = new Area(64);
  encodeFailure(area, value);
  area.position = 0;
  return decodeFailure(area, missing);
}

test('what is thrown keeps its class', (t) => {
  const sent = Object.assign(new HttpError(404), { cause: new HttpError(500), handler: marker, socket: new WeakMap() });
  const error = thrown(sent) as typeof sent;
  t.is(Object.getPrototypeOf(error), HttpError.prototype);
  t.is(Object.getPrototypeOf(error.cause), HttpError.prototype);
  t.like(error, { name: 'HttpError', message: 'status 404', status: 404, stack: sent.stack as string });
  t.is(error.handler, marker);
  t.false('socket' in error);
});

test('what is thrown and has a class that cannot be loaded is told without it', (t) => {
  class Absent extends TypeError {
    code = 'E_ABSENT';
  }
  register(Absent);
  unloaded.set(idOf(Absent), () => Promise.reject(new Error('no file')));
  t.teardown(() => unloaded.delete(idOf(Absent)));
  t.throws(() => thrown(new Absent('gone')), { message: /not loaded/ });
  const error = thrown(new Absent('gone'), 'leave out') as Absent;
  t.is(Object.getPrototypeOf(error), TypeError.prototype);
  t.like(error, { message: 'gone', code: 'E_ABSENT' });
});

test('a function that is thrown arrives', (t) => {
  t.is(thrown(marker), marker);
  t.true(thrown(() => 1) instanceof TaskError);
});
