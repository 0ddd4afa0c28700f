import { EventEmitter } from 'node:events';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { rebuild, reduce } from 'nogil';
import { TaskError } from 'nogil/futures';
import { register, travel } from './travellers.js';

class Point {
  static made = 0;
  x: number;
  constructor(x: number) {
    this.x = x;
    Point.made += 1;
  }
  double() {
    return this.x * 2;
  }
}
register(Point);

class Point3 extends Point {
  z = new Date(1);
  other: unknown = undefined;
}
register(Point3);

test('an instance is one of the same class, with its fields, and no constructor is called', (t) => {
  const sent = new Point(4);
  const { made } = Point;
  const [received] = travel(sent);
  t.true(received instanceof Point);
  t.not(received, sent);
  t.is(received.double(), 8);
  t.is(Point.made, made);
});

test('an instance of a class that extends another', (t) => {
  const [received] = travel(new Point3(2));
  t.is(Object.getPrototypeOf(received), Point3.prototype);
  t.deepEqual(Object.entries(received), [
    ['x', 2],
    ['z', new Date(1)],
    ['other', undefined],
  ]);
});

test('identity and cycles among instances hold', (t) => {
  const point = new Point3(1);
  point.other = { point, list: [point] };
  const [received, again] = travel(point, new Map([[point, 1]]));
  const other = received.other as { point: unknown; list: unknown[] };
  t.is(other.point, received);
  t.is(other.list[0], received);
  t.true(again.has(received));
});

test('a field that the class has a setter for is defined, not set', (t) => {
  class Guarded {
    constructor() {
      Object.defineProperty(this, 'value', { enumerable: true, value: 1 });
    }
    set value(_value: number) {
      throw new Error('called');
    }
  }
  register(Guarded);
  t.is((travel(new Guarded())[0] as { value?: unknown }).value, 1);
});

test('a field by a symbol that every thread has travels', (t) => {
  const shared = Symbol.for('nogil.test');
  const sent = Object.assign(new Point(1), { [shared]: [2], [Symbol.toStringTag]: 'Tagged' });
  const [received] = travel(Object.defineProperty(sent, Symbol.asyncIterator, { value: 'hidden' }));
  t.deepEqual(Reflect.ownKeys(received), ['x', shared, Symbol.toStringTag]);
  t.deepEqual(received[shared], [2]);
});

test('an instance with a field by another symbol is refused, and the symbol named', (t) => {
  t.throws(() => travel({ at: Object.assign(new Point(1), { [Symbol('state')]: 1 }) }), {
    message: /^Cannot send argument 1\.at: it is an instance of Point, which has a field by .*\(Symbol\(state\)\)/,
  });
});

test('a class that is a function travels too', (t) => {
  function Old(this: { n: number }) {
    this.n = 1;
  }
  register(Old);
  const [received] = travel(new (Old as unknown as new () => { n: number })());
  t.is(Object.getPrototypeOf(received), Old.prototype);
  t.is(received.n, 1);
});

test('a class that is captured is that of the instances beside it', (t) => {
  class Local {
    n = 1;
  }
  register(
    Local,
    (base: typeof Point) => class extends base {},
    () => [Point],
  );
  const [constructor, instance] = travel(Local, new Local());
  t.true(instance instanceof constructor);
  t.true(instance instanceof Point);
  t.not(constructor, Local);
});

class Counter {
  #count = 0;
  child: unknown;
  add() {
    this.#count += 1;
    return this;
  }
  get count() {
    return this.#count;
  }
  [reduce](): unknown {
    return { count: this.#count, child: this.child };
  }
  static [rebuild](state: { count: number; child: unknown }) {
    const counter = new this();
    counter.#count = state.count;
    counter.child = state.child;
    return counter;
  }
}
register(
  Counter,
  () => Counter,
  () => [],
  { privateNames: ['#count'] },
);

test('a class with the pair of symbols makes its instances again', (t) => {
  const sent = new Counter().add().add();
  const [received, again] = travel({ sent }, sent);
  t.true(received.sent instanceof Counter);
  t.is(received.sent.count, 2);
  t.is(received.sent, again);
});

test('a class that inherits the pair is made again as itself', (t) => {
  class Special extends Counter {}
  register(Special);
  const [received] = travel(new Special().add());
  t.is(Object.getPrototypeOf(received), Special.prototype);
  t.is(received.count, 1);
});

test('what a class gives of itself may hold other instances', (t) => {
  const sent = new Counter();
  sent.child = new Counter().add();
  t.is((travel(sent)[0].child as Counter).count, 1);
});

test('what an object gives of itself cannot hold the object', (t) => {
  const sent = new Counter();
  sent.child = [sent];
  const message = /^Cannot send argument 1\[reduce\]\(\)\.child\[0\]: it refers to itself/;
  t.is((t.throws(() => travel(sent), { message }) as TaskError).code, 'ERR_TASK_CYCLE');
});

test('a Map, an Array and a Promise with the pair travel', (t) => {
  class Table extends Map<string, number> {
    [reduce](): unknown {
      return [...this];
    }
    static [rebuild](entries: [string, number][]) {
      return new this(entries);
    }
  }
  class List extends Array<number> {
    [reduce](): unknown {
      return Array.from(this);
    }
    static [rebuild](entries: number[]) {
      return List.from(entries);
    }
  }
  class Later extends Promise<number> {
    [reduce](): unknown {
      return 5;
    }
    static [rebuild](value: number) {
      return Later.resolve(value);
    }
  }
  for (const constructor of [Table, List, Later]) {
    register(constructor);
  }
  const [table, list, later] = travel(new Table([['a', 1]]), List.from([1, 2]), Later.resolve(1));
  t.true(table instanceof Table);
  t.is(table.get('a'), 1);
  t.true(list instanceof List);
  t.deepEqual([...list], [1, 2]);
  t.true(later instanceof Later);
});

class Secret {
  #key = 1;
  key() {
    return this.#key;
  }
}
register(
  Secret,
  () => Secret,
  () => [],
  { privateNames: ['#key'] },
);
class ExtendsSecret extends Secret {}
register(ExtendsSecret);
class Half {
  [reduce]() {
    return 1;
  }
}
register(Half);
class Emitter extends EventEmitter {}
register(Emitter);
register(
  EventEmitter,
  () => EventEmitter,
  () => [],
  { builtin: true },
);
const extended = {
  Map: class Table extends Map {},
  Set: class Bag extends Set {},
  Array: class List extends Array {},
  Promise: class Later extends Promise<void> {},
  Date: class Day extends Date {},
  RegExp: class Pattern extends RegExp {},
  Uint8Array: class Bytes extends Uint8Array {},
  ArrayBuffer: class Memory extends ArrayBuffer {},
  WeakMap: class Weak extends WeakMap {},
  String: class Name extends String {},
};
for (const constructor of Object.values(extended)) {
  register(constructor);
}
class Unknown {}

const refused: [title: string, value: object, message: RegExp][] = [
  [
    'private fields',
    new Secret(),
    /an instance of Secret, which has private members \(#key\)\. Give its class a \[reduce\]/,
  ],
  ['private fields of a parent', new ExtendsSecret(), /whose class extends Secret, which has private members \(#key\)/],
  [
    'half of the pair',
    new Half(),
    /an instance of Half, whose class has a \[reduce\]\(\) but no static \[rebuild\]\(\)/,
  ],
  ["a class of Node's", new EventEmitter(), /an instance of EventEmitter\. Send what it holds as plain data/],
  ["an extended class of Node's", new Emitter(), /an instance of Emitter, whose class extends EventEmitter\. Give/],
  ['a Proxy', new Proxy(new Point(1), {}), /a Proxy of an instance/],
  ['a prototype that is no class', Object.create({ inherited: 1 }), /but no class has its prototype/],
  ['a generator', (function* () {})(), /a generator/],
  ['a class that nobody finds', new Unknown(), /is in no table/],
  ['a Map', new extended.Map(), /an instance of Table, whose class extends Map/],
  ['a Set', new extended.Set(), /an instance of Bag, whose class extends Set/],
  ['an Array', new extended.Array(), /an instance of List, whose class extends Array/],
  ['a Promise', new extended.Promise(() => {}), /an instance of Later, whose class extends Promise/],
  ['a Date', new extended.Date(), /an instance of Day, whose class extends Date/],
  ['a RegExp', new extended.RegExp('a'), /an instance of Pattern, whose class extends RegExp/],
  ['a typed array', new extended.Uint8Array(1), /an instance of Bytes, whose class extends Uint8Array/],
  ['an ArrayBuffer', new extended.ArrayBuffer(1), /an instance of Memory, whose class extends ArrayBuffer/],
  ['a WeakMap', new extended.WeakMap(), /an instance of Weak, whose class extends WeakMap/],
  ['a String', new extended.String('a'), /an instance of Name, whose class extends String/],
  ['a WeakRef', new WeakRef({}), /an instance of WeakRef\. Send/],
];

for (const [title, value, message] of refused) {
  test(`refused by name, alone and in anything: ${title}`, (t) => {
    for (const sent of [value, new Map([[1, value]]), [new Date(), value], { point: new Point(1), value }]) {
      const error = t.throws(() => travel(sent), { instanceOf: TaskError, message });
      t.regex(error?.message ?? '', /^Cannot send argument 1.*: it /);
    }
  });
}

test('arrays, Maps and errors of another realm are no extended classes', (t) => {
  const foreign = runInNewContext(
    '({ list: [1], map: new Map([[1, 2]]), error: new TypeError("foreign"), bytes: new Uint8Array(2) })',
  );
  const [received] = travel({ foreign, point: new Point(1) });
  t.deepEqual(received.foreign.list, [1]);
  t.deepEqual(received.foreign.map, new Map([[1, 2]]));
  t.is(received.foreign.error.message, 'foreign');
  t.deepEqual(received.foreign.bytes, new Uint8Array(2));
});
