import { AsyncLocalStorage } from 'node:async_hooks';
import test from 'ava';
import {
  asCompleted,
  CancelledError,
  FIRST_COMPLETED,
  Future,
  InvalidStateError,
  RuntimeError,
  ThreadPoolExecutor,
  TimeoutError,
  tasks,
  ValueError,
  wait,
} from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));

test('a Future is settled by setResult or setException, once', async (t) => {
  const [returned, failed] = [new Future<number>(), new Future<number>()];
  const error = new Error('failed');
  returned.setResult(1);
  failed.setException(error);
  t.is(await returned, 1);
  t.is(await failed.exception(), error);
  for (const future of [returned, failed]) {
    t.true(future.done());
    t.throws(() => future.setResult(2), { instanceOf: InvalidStateError, code: 'ERR_INVALID_STATE' });
    t.throws(() => future.setException(error), { instanceOf: InvalidStateError });
  }
  t.is(await returned.result(), 1);
});

test('a Future that was told to run cannot be cancelled', (t) => {
  const future = new Future();
  t.true(future.setRunningOrNotifyCancel());
  t.true(future.running());
  t.false(future.cancel());
  t.throws(() => future.setRunningOrNotifyCancel(), { instanceOf: RuntimeError });
});

test('a Future that was cancelled says so to whoever would run it', (t) => {
  const future = new Future();
  t.true(future.cancel());
  t.false(future.setRunningOrNotifyCancel());
  t.true(future.cancelled());
  t.throws(() => future.setRunningOrNotifyCancel(), { instanceOf: RuntimeError });
  t.throws(() => future.setResult(1), { instanceOf: InvalidStateError });
});

test('what a Promise is made with is refused, and so is a promise as a result', (t) => {
  const make = Future as unknown as new (executor: unknown) => Future<unknown>;
  t.throws(() => new make(() => {}), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' });
  t.throws(() => new Future<unknown>().setResult(Promise.resolve()), { instanceOf: TypeError, message: /^result:/ });
});

test('result and exception give up when their time is over, and the Future goes on', async (t) => {
  const future = new Future<number>();
  for (const timeout of [1, 0, -1, -0, Number.NEGATIVE_INFINITY, { timeout: 1 }]) {
    await t.throwsAsync(future.result(timeout), { instanceOf: TimeoutError, code: 'ERR_TIMEOUT' });
    await t.throwsAsync(future.exception(timeout), { instanceOf: TimeoutError });
    t.throws(() => future.resultSync(timeout), { instanceOf: TimeoutError });
  }
  future.setResult(1);
  t.is(await future.result(0), 1);
  t.is(future.resultSync(-1), 1);
});

// fault 44: `milliseconds <= 0` taken for no limit in `Future.#inTime` hangs here, as does a Timer that gives Node all
// that it is given.
test('fault 44: a timeout follows the rules of all times', async (t) => {
  const future = new Future<number>();
  const forever = [undefined, null, Number.POSITIVE_INFINITY, 2 ** 31, 1e12, {}, { timeout: null }].map((timeout) =>
    future.result(timeout),
  );
  for (const [timeout, instanceOf] of [
    [Number.NaN, ValueError],
    [1e20, ValueError],
    ['1', TypeError],
    [1n, TypeError],
    [true, TypeError],
  ] as const) {
    for (const wait of [future.result, future.exception, future.resultSync, future.exceptionSync]) {
      t.throws(() => wait.call(future, timeout as number), { instanceOf, message: /^timeout: expected / });
    }
  }
  t.throws(() => future.result({ time: 1 } as object), { instanceOf: TypeError, message: /unknown key 'time'/ });
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.is(await Promise.race([...forever, 'pending']), 'pending');
  future.setResult(1);
  t.deepEqual(await Promise.all(forever), [1, 1, 1, 1, 1, 1, 1]);
});

test('callbacks are called in order, in the call that settles, and at once when it is done', (t) => {
  const future = new Future();
  const calls: unknown[] = [];
  future.addDoneCallback((done) => calls.push(1, done === future));
  future.addDoneCallback(() => calls.push(2));
  future.setResult(0);
  future.addDoneCallback(() => calls.push(3));
  t.deepEqual(calls, [1, true, 2, 3]);
  t.throws(() => future.addDoneCallback(1 as never), { instanceOf: TypeError, message: /^callback:/ });
});

test('cancel calls the callbacks', (t) => {
  const future = new Future();
  let cancelled: boolean | undefined;
  future.addDoneCallback((done) => {
    cancelled = done.cancelled();
  });
  future.cancel();
  t.true(cancelled);
});

// fault 56: without the `catch` in `callBack`, the second callback is not called and setResult throws.
test.serial('fault 56: a callback that throws is told of, and the others are called', async (t) => {
  const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
  const future = new Future();
  let called = false;
  future.addDoneCallback(() => {
    throw new Error('thrown by a callback');
  });
  future.addDoneCallback(() => {
    called = true;
  });
  future.setResult(1);
  t.true(called);
  const warning = (await warned) as Error & { code: string; detail: string };
  t.is(warning.code, 'NOGIL_CALLBACK_FAILED');
  t.regex(warning.detail, /thrown by a callback/);
  t.is(await future, 1);
});

test.serial('a callback may throw what has no text', (t) => {
  const future = new Future();
  let called = false;
  future.addDoneCallback(() => {
    throw Object.create(null);
  });
  future.addDoneCallback(() => {
    called = true;
  });
  future.setResult(1);
  t.true(called);
});

test('a callback runs in the asynchronous context in which it was added', (t) => {
  const storage = new AsyncLocalStorage<string>();
  const future = new Future();
  let seen: string | undefined;
  storage.run('added', () => {
    future.addDoneCallback(() => {
      seen = storage.getStore();
    });
  });
  storage.run('settled', () => future.setResult(1));
  t.is(seen, 'added');
});

test('the code that awaits keeps its asynchronous context', async (t) => {
  const storage = new AsyncLocalStorage<string>();
  const future = new Future();
  const seen = storage.run('awaits', async () => {
    await future;
    return storage.getStore();
  });
  storage.run('settles', () => future.setResult(1));
  t.is(await seen, 'awaits');
});

test('a cancelled Future throws from the blocking forms', (t) => {
  const future = new Future();
  future.cancel();
  t.throws(() => future.resultSync(), { instanceOf: CancelledError });
  t.throws(() => future.exceptionSync(), { instanceOf: CancelledError });
});

test('a result() whose time is over takes nothing from those who wait on', async (t) => {
  const future = new Future<number>();
  const called: string[] = [];
  future.addDoneCallback(() => called.push('before'));
  const timedOut = future.result(1);
  future.addDoneCallback(() => called.push('after'));
  await t.throwsAsync(timedOut, { instanceOf: TimeoutError });
  future.setResult(1);
  t.deepEqual(called, ['before', 'after']);
});

test('a callback may add another one, which is called at once', (t) => {
  const future = new Future();
  const calls: number[] = [];
  future.addDoneCallback(() => {
    future.addDoneCallback(() => calls.push(1));
    calls.push(2);
  });
  future.addDoneCallback(() => calls.push(3));
  future.setResult(0);
  t.deepEqual(calls, [1, 2, 3]);
});

test('abort() of a Future that was made by hand ends it before its task begins, and not afterwards', async (t) => {
  const [cancelled, failed, begun] = [new Future(), new Future(), new Future()];
  const reason = new Error('no more');
  t.true(cancelled.abort());
  t.true(cancelled.cancelled());
  t.true(failed.abort(reason));
  t.is(await failed.exception(), reason);
  t.false(failed.cancelled());
  begun.setRunningOrNotifyCancel();
  t.false(begun.abort(reason));
  t.false(begun.done());
});

test('a Future that runs can be given its result, or fail', async (t) => {
  const [returned, failed] = [new Future<number>(), new Future<number>()];
  for (const future of [returned, failed]) {
    future.setRunningOrNotifyCancel();
  }
  returned.setResult(1);
  failed.setException(new Error('failed'));
  t.false(returned.running() || failed.running());
  t.is(await returned, 1);
  await t.throwsAsync(failed.result(), { message: 'failed' });
});

test('the task of an executor is settled by that alone', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const running = pool.submit(work.block, begun, end);
    const waiting = pool.submit(work.thread);
    await opened(begun);
    for (const future of [running, waiting]) {
      t.throws(() => future.setResult(1), { instanceOf: InvalidStateError });
      t.throws(() => future.setException(new Error('by hand')), { instanceOf: InvalidStateError });
      t.throws(() => future.setRunningOrNotifyCancel(), { instanceOf: RuntimeError });
    }
    open(end);
    t.is(await running, await waiting);
  });
});

test.serial('a time that is not needed any more keeps no program alive', async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const HOUR = 3_600_000;
  const before = timers();
  const future = new Future<number>();
  const all = asCompleted([future], HOUR);
  const left = asCompleted([future, new Future<number>()], HOUR);
  const waiting = [
    future.result(HOUR),
    future.exception(HOUR),
    wait([future], HOUR),
    wait([future, new Future()], { timeout: HOUR, returnWhen: FIRST_COMPLETED }),
    all.next(),
    left.next().then(() => left.return?.()),
  ];
  t.true(timers() > before);
  future.setResult(1);
  await Promise.all(waiting);
  t.is(timers(), before);
});

test('a class made of Future is awaited as a Future is, and looked at so', async (t) => {
  class Named extends Future<number> {
    readonly name = 'answer';
  }
  const [returned, failed] = [new Named(), new Named()];
  returned.setResult(42);
  failed.setException(new RangeError('failed'));
  t.is(await returned, 42);
  t.is(await returned.result(), 42);
  t.is(Object.getPrototypeOf(returned.then()), Promise.prototype);
  await t.throwsAsync(failed.then(), { instanceOf: RangeError });
  t.is(returned.name, 'answer');
});

test('the static methods of Future are those of Promise, and give plain Promises', async (t) => {
  const all = Future.all([1, Promise.resolve(2)]);
  t.deepEqual(await all, [1, 2]);
  t.is(all.constructor, Promise);
  t.is(await Future.resolve(3), 3);
  await t.throwsAsync(Future.reject(new Error('as any')), { message: 'as any' });
});
