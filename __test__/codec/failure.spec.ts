import test from 'ava';
import { TaskError, ValueError } from 'nogil/futures';
import { Area } from '#nogil/codec/area.js';
import { decodeFailure, encodeFailure } from '#nogil/codec/failure.js';

function travel(thrown: unknown): unknown {
  const area = new Area(64);
  encodeFailure(area, thrown);
  area.position = 0;
  return decodeFailure(area);
}

test('an error keeps its class, message, stack and own properties', (t) => {
  const sent = Object.assign(new RangeError('too much'), { code: 'E_MUCH', details: { limit: 1 } });
  const error = travel(sent) as typeof sent;
  t.true(error instanceof RangeError);
  t.like(error, {
    name: 'RangeError',
    message: 'too much',
    code: 'E_MUCH',
    details: { limit: 1 },
    stack: sent.stack as string,
  });
});

test('a class of ours is recognised', (t) => {
  const error = travel(new ValueError('wrong'));
  t.true(error instanceof ValueError);
  t.true(error instanceof RangeError);
  t.is((error as ValueError).code, 'ERR_VALUE');
});

test('an unknown class becomes its nearest known ancestor and keeps its name', (t) => {
  class HttpError extends TypeError {
    override name = 'HttpError';
    status = 404;
  }
  const error = travel(new HttpError('not found')) as HttpError;
  t.true(error instanceof TypeError);
  t.is(error.name, 'HttpError');
  t.is(error.status, 404);
});

test('causes and the errors of an AggregateError arrive', (t) => {
  const sent = new AggregateError([new TypeError('one'), 2], 'many', { cause: new Error('why', { cause: 'text' }) });
  const error = travel(sent) as AggregateError;
  t.true(error instanceof AggregateError);
  t.true(error.errors[0] instanceof TypeError);
  t.is(error.errors[1], 2);
  t.is((error.cause as Error).cause as string, 'text');
});

test('a circular cause ends', (t) => {
  const sent = new Error('loop');
  sent.cause = sent;
  t.is((travel(sent) as Error).message, 'loop');
});

for (const value of ['text', 42, null, undefined, { reason: 'plain' }, [1], { error: { class: 0 } }, { value: 1 }]) {
  test(`a thrown value that is no error arrives as itself: ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(travel(value), value);
  });
}

for (const [title, thrown] of [
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['an instance that cannot travel', new WeakMap()],
] as const) {
  test(`${title} that is thrown is described in words`, (t) => {
    const error = travel(thrown);
    t.true(error instanceof TaskError);
    t.is((error as TaskError).code, 'ERR_TASK_RESULT');
  });
}

test('getters that throw, and properties that cannot travel, are left out', (t) => {
  const sent = Object.assign(new Error('kept'), { socket: new WeakMap(), code: 'E_KEPT' });
  Object.defineProperty(sent, 'broken', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
  const error = travel(sent) as typeof sent;
  t.is(error.message, 'kept');
  t.is(error.code, 'E_KEPT');
  t.false('socket' in error);
  t.false('broken' in error);
});

test('a message that cannot be read does not stop the error', (t) => {
  const sent = new Error();
  Object.defineProperty(sent, 'message', {
    get() {
      throw new Error('no');
    },
  });
  t.is((travel(sent) as Error).message, '(unreadable)');
});

test('a DOMException arrives as one', (t) => {
  const error = travel(AbortSignal.abort().reason) as DOMException;
  t.true(error instanceof DOMException);
  t.is(error.name, 'AbortError');
  t.is(error.code, DOMException.ABORT_ERR);
});

test('errors that refer to each other take no longer than their number', (t) => {
  const all = new AggregateError([], 'many');
  all.errors = Array.from({ length: 200 }, (_, n) => Object.assign(new Error(`part ${n}`), { parent: all }));
  const error = travel(all) as AggregateError;
  t.is(error.errors.length, 200);
  t.is(error.errors[199].message, 'part 199');
  t.is(error.errors[199].parent.message, 'many');
});
