import test from 'ava';
import { DecodeError, TaskError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { decode, decodeValues } from '#nogil/codec/decode.js';
import { encodeValues } from '#nogil/codec/encode.js';
import { NeedsFunctions, readWhenLoaded } from '#nogil/codec/travellers.js';
import type { Unsendable } from '#nogil/codec/unsendable.js';
import { completed, identities, idOf, names, register, travel, unloaded } from './travellers.js';

const double = register((n: number) => n * 2);

/** A function over some value, which is captured. */
function over<T>(value: T, more = {}): () => T {
  const make = (captured: T) => () => captured;
  return register(make(value), make, () => [value], more);
}

test('a function is the same one at the other end', (t) => {
  t.deepEqual(travel(double, 1), [double, 1]);
});

test('functions travel in arrays, objects, Maps and Sets', (t) => {
  const [received] = travel({ list: [double], map: new Map([['f', double]]), set: new Set([double]), double });
  t.is(received.list[0], double);
  t.is(received.map.get('f'), double);
  t.true(received.set.has(double));
  t.is(received.double(2), 4);
});

test('captured values travel with a function', (t) => {
  const [received] = travel(over({ when: new Date(5), parts: [1, 2] }));
  t.deepEqual(received(), { when: new Date(5), parts: [1, 2] });
});

test('a captured function travels with its own captured values', (t) => {
  const [received] = travel(over(over('inner')));
  t.is(received()(), 'inner');
});

test('a function that is reached twice arrives once', (t) => {
  const shared = over(1);
  const [first, second] = travel({ shared }, [shared]);
  t.is(first.shared, second[0] as typeof shared);
  t.not(first.shared, shared);
});

test('an object is the same one inside and outside of a function', (t) => {
  const settings = { depth: 1 };
  const [received, outside] = travel(over(settings), settings);
  t.is(received(), outside);
  t.not(outside, settings);
});

test('an object with a method over itself', (t) => {
  const self: { n: number; get?: () => unknown } = { n: 1 };
  self.get = over(self);
  const [received] = travel(self);
  t.is(received.get?.(), received);
});

test('a function over what it is in: objects, arrays, Maps and Sets keep their order', (t) => {
  const holder = {
    before: 1,
    list: [0] as unknown[],
    map: new Map<unknown, unknown>(),
    set: new Set<unknown>(),
    after: 2,
  };
  const fn = over(holder);
  holder.list.push(fn, 2);
  holder.map.set('a', 1).set(fn, 'key').set('value', fn).set('z', 2);
  holder.set.add(1).add(fn).add(2);
  Object.assign(holder, { fn, last: 3 });
  const [received] = travel(fn);
  const got = received();
  t.deepEqual(Object.keys(got), ['before', 'list', 'map', 'set', 'after', 'fn', 'last']);
  t.deepEqual(got.list, [0, received, 2]);
  t.deepEqual(
    [...got.map],
    [
      ['a', 1],
      [received, 'key'],
      ['value', received],
      ['z', 2],
    ],
  );
  t.deepEqual([...got.set], [1, received, 2]);
  t.is((got as unknown as { fn: unknown }).fn, received);
});

test('functions may capture each other, if they are called only later', (t) => {
  const captures: unknown[] = [];
  const make = () => () => 1;
  const first = register(make(), make, () => captures, { early: 0 });
  const second = register(make(), make, () => [first], { early: 0 });
  captures.push(second);
  const [received] = travel({ first });
  // Mutation: what is unfinished is not set later.
  t.deepEqual([...completed.values()].at(-1), [received?.first]);
});

test('a class may be captured by what it captures, and by what is needed to make that', (t) => {
  class Base {}
  class Extending extends Base {}
  const captures: unknown[] = [];
  register(
    Base,
    () => class {},
    () => captures,
    { early: 0 },
  );
  register(
    Extending,
    (base: never) => class extends (base as typeof Base) {},
    () => [Base],
  );
  captures.push(Extending);
  identities.set(Base, 1).set(Extending, 2);
  const [received] = travel([Base, Extending]) as unknown as [[typeof Base, typeof Extending]];
  t.is(Object.getPrototypeOf(received[1]), received[0]);
  t.deepEqual(completed.get(received[0]), [received[1]]);
});

test('functions that are needed to make each other are refused', (t) => {
  const captures: unknown[] = [];
  const make = () => () => 1;
  const first = register(make(), make, () => captures);
  captures.push(over(first));
  const error = t.throws(() => travel({ first }), {
    message: /^Cannot send argument 1\.first .*: it refers to itself/,
  });
  t.is((error as TaskError).code, 'ERR_TASK_CYCLE');
});

test('a function beside anything that the engine copies: identity and cycles hold', (t) => {
  const cyclic: Record<string, unknown> = { double };
  cyclic['self'] = cyclic;
  const [received] = travel(cyclic);
  t.is(received['self'], received);
});

test('why a function cannot travel is said with its place in the value', (t) => {
  const unknown = () => 1;
  const error = t.throws(() => travel(1, { handlers: [double, unknown] }), {
    instanceOf: TaskError,
    message: 'Cannot send argument 2.handlers[1]: it is in no table. (file.js:1:2)\n  Register it.',
  });
  t.is(error?.code, 'ERR_TASK_CAPTURE');
  t.true(error?.cause instanceof TaskError);
});

test('what a function captures and cannot travel is named by who describes it', (t) => {
  const refuseCapture = (index: number, refused: Unsendable) => {
    const message = `Cannot send 'f' to a worker: it uses \`p${index}${refused.path}\`, which ${refused.message}`;
    return new TaskError(message, { code: 'ERR_TASK_CAPTURE' });
  };
  const error = t.throws(() => travel([over({ key: Symbol('s') }, { refuseCapture })]), {
    message: /^Cannot send argument 1\[0\]: it uses `p0\.key`, which is a symbol/,
  });
  t.is((error as TaskError).code, 'ERR_TASK_CAPTURE');
});

test('a captured value that cannot travel is an error without that too', (t) => {
  const message = /^Cannot send argument 1\[0\] \(a captured value\)\.key: it is a symbol/;
  t.throws(() => travel([over({ key: Symbol('s') })]), { message });
});

test('the names may give the whole error', (t) => {
  const mine = new TaskError('mine', { code: 'ERR_TASK_CAPTURE' });
  const refuse = (index: number, refused: Unsendable) => (index === 1 && refused.path === '.a' ? mine : undefined);
  const error = t.throws(() => encodeValues(new Area(64), [1, { a: Symbol('s') }], { ...names, refuse }));
  t.is(error, mine);
});

test('too deep a value with a function is refused and the next one travels', (t) => {
  let deep: unknown = 0;
  for (let depth = 0; depth < 100_000; depth++) {
    deep = [deep];
  }
  t.throws(() => travel([double, deep]), { message: /argument 1\[1\]\[0\].*: it is nested too deeply/ });
  t.throws(() => travel(double, { deep: () => deep }), { message: /argument 2\.deep: it is in no table/ });
  t.deepEqual(travel({ a: 1 }), [{ a: 1 }]);
});

test('who describes a function can write messages meanwhile', (t) => {
  const aside = new Area(8);
  const fn = register(
    (): number => 1,
    (value: number) => () => value,
    () => {
      aside.position = 0;
      encodeValues(aside, [{ double, list: [1] }], names);
      return [aside.position];
    },
  );
  const shared = {};
  const [received] = travel([shared, fn, shared] as const);
  t.is(received[0], received[2]);
  t.is(received[1](), aside.position);
});

test('a getter still cannot send anything', (t) => {
  const value = {
    double,
    get nested() {
      return travel(1);
    },
  };
  t.throws(() => travel(value), { message: /nothing can be sent from within a getter/ });
  t.deepEqual(travel({ double }), [{ double }]);
});

test('what is not loaded is asked for: all of the message, once', (t) => {
  const [a, b] = [over(1), over(2)];
  unloaded.set(idOf(b), () => Promise.resolve());
  t.teardown(() => unloaded.delete(idOf(b)));
  const area = new Area(64);
  encodeValues(area, [a, { b }, a], names);
  area.position = 0;
  const error = t.throws(() => decodeValues(area, 3), { instanceOf: NeedsFunctions });
  t.deepEqual(error?.ids, [idOf(a), idOf(b)]);
});

test('a message is read again when its functions are loaded', async (t) => {
  const fn = over('loaded');
  const id = idOf(fn);
  let loads = 0;
  unloaded.set(id, async () => {
    loads += 1;
    // It is pushed out by another once.
    if (loads === 2) {
      unloaded.delete(id);
    }
  });
  const area = new Area(64);
  encodeValues(area, [fn], names);
  const read = () => {
    area.position = 0;
    return decode(area) as typeof fn;
  };
  const received = await readWhenLoaded(new NeedsFunctions([id]), read);
  t.is(received(), 'loaded');
  t.is(loads, 2);
});

test('a function that cannot be loaded fails the message with that error', async (t) => {
  const id = idOf(over(1));
  const reason = new Error('no such file');
  unloaded.set(id, () => Promise.reject(reason));
  t.teardown(() => unloaded.delete(id));
  t.is(await t.throwsAsync(readWhenLoaded(new NeedsFunctions([id]), () => t.fail())), reason);
});

test('a function that is never there is given up', async (t) => {
  const fn = over(1);
  const id = idOf(fn);
  unloaded.set(id, () => Promise.resolve());
  t.teardown(() => unloaded.delete(id));
  const area = new Area(64);
  encodeValues(area, [fn], names);
  const read = () => {
    area.position = 0;
    return decode(area);
  };
  await t.throwsAsync(readWhenLoaded(new NeedsFunctions([id]), read), { instanceOf: DecodeError });
});
