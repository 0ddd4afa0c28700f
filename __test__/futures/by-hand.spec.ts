import { AsyncLocalStorage } from 'node:async_hooks';
import test from 'ava';
import { CancelledError, Future, InvalidStateError, RuntimeError, TimeoutError, ValueError } from 'nogil/futures';

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
