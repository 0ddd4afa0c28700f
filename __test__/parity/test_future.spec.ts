// Python: test_concurrent_futures/test_future.py, FutureTests.
import test from 'ava';
import { CancelledError, Future, InvalidStateError, TimeoutError } from 'nogil/futures';
import {
  cancelledFuture,
  Failure,
  failedFuture,
  notifiedFuture,
  pendingFuture,
  runningFuture,
  stateOf,
  successfulFuture,
} from './futures-by-state.js';

/** Longer than any test. */
const LONG = 60_000;

/** What the next warning of a done callback says, as text. */
function callbackWarning(): Promise<string> {
  return new Promise((resolve) => {
    const look = (warning: Error & { detail?: string }): void => {
      if (warning.name === 'DoneCallbackWarning') {
        process.off('warning', look);
        resolve(`${warning.message} ${warning.detail}`);
      }
    };
    process.on('warning', look);
  });
}

/** One in each state, in the order of Python's. */
const oneOfEach = (): Future<unknown>[] => [
  pendingFuture(),
  runningFuture(),
  cancelledFuture(),
  notifiedFuture(),
  failedFuture(),
  successfulFuture(),
];

test('test_future: test_done_callback_with_result: a callback finds the result', (t) => {
  const seen: unknown[] = [];
  const future = new Future<number>();
  future.addDoneCallback((done) => seen.push(done.resultSync()));
  future.setResult(5);
  t.deepEqual(seen, [5]);
});

test('test_future: test_done_callback_with_exception: a callback finds the exception', (t) => {
  const seen: unknown[] = [];
  const failure = new Error('test');
  const future = new Future<number>();
  future.addDoneCallback((done) => seen.push(done.exceptionSync()));
  future.setException(failure);
  t.deepEqual(seen, [failure]);
});

test('test_future: test_done_callback_with_cancel: a callback is called by cancel()', (t) => {
  const seen: unknown[] = [];
  const future = new Future<number>();
  future.addDoneCallback((done) => seen.push(done.cancelled()));
  t.true(future.cancel());
  t.deepEqual(seen, [true]);
});

test.serial(
  'test_future: test_done_callback_raises: what a callback throws is told, and the next one is called',
  async (t) => {
    const seen: string[] = [];
    const warned = callbackWarning();
    const future = new Future<number>();
    future.addDoneCallback(() => {
      seen.push('first');
      throw new Error('of a callback');
    });
    future.addDoneCallback(() => seen.push('second'));
    future.setResult(5);
    t.deepEqual(seen, ['first', 'second']);
    t.regex(await warned, /callback[\s\S]*Error: of a callback/);
  },
);

test('test_future: test_done_callback_already_successful: a callback is called at once, and finds the result', (t) => {
  const seen: unknown[] = [];
  successfulFuture(5).addDoneCallback((done) => seen.push(done.resultSync()));
  t.deepEqual(seen, [5]);
});

test('test_future: test_done_callback_already_failed: a callback is called at once, and finds the exception', (t) => {
  const seen: unknown[] = [];
  const failure = new Error('test');
  failedFuture(failure).addDoneCallback((done) => seen.push(done.exceptionSync()));
  t.deepEqual(seen, [failure]);
});

test('test_future: test_done_callback_already_cancelled: a callback is called at once', (t) => {
  const seen: unknown[] = [];
  cancelledFuture().addDoneCallback((done) => seen.push(done.cancelled()));
  t.deepEqual(seen, [true]);
});

test.serial('test_future: test_done_callback_raises_already_succeeded: what a callback throws is told', async (t) => {
  const warned = callbackWarning();
  successfulFuture(5).addDoneCallback(() => {
    throw new Error('called at once');
  });
  t.regex(await warned, /callback[\s\S]*Error: called at once/);
});

test('test_future: test_cancel: only what has not begun can be cancelled, and again', (t) => {
  const cancelled = oneOfEach().map((future) => [future.cancel(), stateOf(future)]);
  t.deepEqual(cancelled, [
    [true, 'cancelled'],
    [false, 'running'],
    [true, 'cancelled'],
    [true, 'cancelled'],
    [false, 'done'],
    [false, 'done'],
  ]);
});

test('test_future: test_cancelled: true in both states of a cancelled one', (t) => {
  t.deepEqual(
    oneOfEach().map((future) => future.cancelled()),
    [false, false, true, true, false, false],
  );
});

test('test_future: test_done: true when it was cancelled, has failed or has a result', (t) => {
  t.deepEqual(
    oneOfEach().map((future) => future.done()),
    [false, false, true, true, true, true],
  );
});

test('test_future: test_running: true from the beginning to the end', (t) => {
  t.deepEqual(
    oneOfEach().map((future) => future.running()),
    [false, true, false, false, false, false],
  );
});

test('test_future: test_result_with_timeout: no time at all is enough for what is done', async (t) => {
  await t.throwsAsync(pendingFuture().result({ timeout: 0 }), { instanceOf: TimeoutError });
  await t.throwsAsync(runningFuture().result({ timeout: 0 }), { instanceOf: TimeoutError });
  await t.throwsAsync(cancelledFuture().result({ timeout: 0 }), { instanceOf: CancelledError });
  await t.throwsAsync(notifiedFuture().result({ timeout: 0 }), { instanceOf: CancelledError });
  await t.throwsAsync(failedFuture().result({ timeout: 0 }), { instanceOf: Failure });
  t.is(await successfulFuture().result({ timeout: 0 }), 42);
});

test('test_future: test_result_with_success: who waits is given the result', async (t) => {
  const future = new Future<number>();
  const result = future.result(LONG);
  setImmediate(() => future.setResult(42));
  t.is(await result, 42);
});

test('test_future: test_result_with_cancel: who waits hears that it is cancelled', async (t) => {
  const future = new Future<number>();
  const result = future.result(LONG);
  setImmediate(() => future.cancel());
  await t.throwsAsync(result, { instanceOf: CancelledError });
});

test('test_future: test_exception_with_timeout: no time at all is enough for what is done', async (t) => {
  await t.throwsAsync(pendingFuture().exception({ timeout: 0 }), { instanceOf: TimeoutError });
  await t.throwsAsync(runningFuture().exception({ timeout: 0 }), { instanceOf: TimeoutError });
  await t.throwsAsync(cancelledFuture().exception({ timeout: 0 }), { instanceOf: CancelledError });
  await t.throwsAsync(notifiedFuture().exception({ timeout: 0 }), { instanceOf: CancelledError });
  t.true((await failedFuture().exception({ timeout: 0 })) instanceof Failure);
  t.is(await successfulFuture().exception({ timeout: 0 }), undefined);
});

test('test_future: test_exception_with_success: who waits is given the exception', async (t) => {
  const future = new Future<number>();
  const failure = new Failure('later');
  const exception = future.exception(LONG);
  setImmediate(() => future.setException(failure));
  t.is(await exception, failure);
});

test('test_future: test_multiple_set_result: the second is an InvalidStateError, and the first stays', async (t) => {
  const future = new Future<number>();
  future.setResult(1);
  t.throws(() => future.setResult(2), { instanceOf: InvalidStateError });
  t.true(future.done());
  t.is(await future.result(), 1);
});

test('test_future: test_multiple_set_exception: the second is an InvalidStateError, and the first stays', async (t) => {
  const future = new Future<number>();
  const first = new Failure('first');
  future.setException(first);
  t.throws(() => future.setException(new Failure('second')), { instanceOf: InvalidStateError });
  t.is(await future.exception(), first);
});
