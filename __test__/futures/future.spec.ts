import { inspect } from 'node:util';
import test from 'ava';
import { CancelledError } from 'nogil/futures';
import type { Future } from '#nogil/futures/future.js';
import { futureOfTask, setReturned } from '#nogil/futures/future-parts.js';
import { setCancelled, setFailed } from '#nogil/futures/settle.js';
import { setTaskControl } from '#nogil/futures/task-control.js';

const BEGUN = 1;

setTaskControl({
  cancel: (task) => task !== BEGUN,
  begun: (task) => task === BEGUN,
  abort: () => false,
  poll() {},
  block: () => false,
});

function pending<T>({ begun = false } = {}): Future<T> {
  return futureOfTask(begun ? BEGUN : 0) as Future<T>;
}

test('a new future is not done', (t) => {
  const future = pending();
  t.false(future.done());
  t.false(future.cancelled());
  t.false(future.running());
});

test('a future whose task has begun is running, and cannot be cancelled', (t) => {
  const future = pending({ begun: true });
  t.true(future.running());
  t.false(future.cancel());
  t.false(future.done());
});

test('awaiting gives the result, whether it comes before or after', async (t) => {
  const [before, after] = [pending<number>(), pending<number>()];
  setReturned(before, 1);
  setTimeout(() => setReturned(after, 2));
  t.is(await before, 1);
  t.is(await after, 2);
  t.is(await after.result(), 2);
  t.is(await after.exception(), undefined);
});

test('awaiting throws what the task threw, which exception() gives', async (t) => {
  const future = pending();
  const error = new Error('thrown');
  setFailed(future, error);
  t.is(await t.throwsAsync(async () => await future), error);
  t.is(await t.throwsAsync(future.result()), error);
  t.is(await future.exception(), error);
  t.true(future.done());
  t.false(future.cancelled());
});

test('a cancelled future throws CancelledError from every side, and says true again', async (t) => {
  const future = pending();
  t.true(future.cancel());
  t.true(future.cancel());
  t.true(future.cancelled());
  t.true(future.done());
  t.true((await t.throwsAsync(future.result())) instanceof CancelledError);
  t.true((await t.throwsAsync(future.exception())) instanceof CancelledError);
});

test('a future is settled once', async (t) => {
  const future = pending();
  setReturned(future, 1);
  setFailed(future, new Error('late'));
  setCancelled(future);
  t.is(await future, 1);
  t.false(future.cancel());
});

test('then, catch and finally give Promises', async (t) => {
  const future = pending<number>();
  const all = [future.then((value) => value + 1), future.catch(() => 0), future.finally(() => {})];
  setReturned(future, 1);
  t.true(all.every((promise) => promise instanceof Promise));
  t.deepEqual(await Promise.all(all), [2, 1, 1]);
});

test('a future is an instance of Promise, and Promise functions take it', async (t) => {
  const [first, second] = [pending<number>(), pending<number>()];
  t.true(first instanceof Promise);
  setReturned(first, 1);
  setReturned(second, 2);
  t.deepEqual(await Promise.all([first, second]), [1, 2]);
  t.is(await Promise.race([first]), 1);
});

test.serial('a failure that nobody looks at is no unhandled rejection', async (t) => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on('unhandledRejection', listen);
  const [silent, caught] = [pending(), pending()];
  caught.then(() => {}).catch(() => {});
  for (const future of [silent, caught]) {
    setFailed(future, new Error('failed'));
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listen);
  t.deepEqual(unhandled, []);
});

test('console.log shows where a future stands', (t) => {
  const future = pending();
  t.is(inspect(future), 'Future <pending>');
  future.cancel();
  t.is(inspect(future), 'Future <cancelled>');
});

test('console.log shows how a future has ended', (t) => {
  const [returned, failed] = [pending(), pending()];
  setReturned(returned, 1);
  setFailed(failed, new Error('thrown'));
  t.is(inspect(returned), 'Future <returned>');
  t.is(inspect(failed), 'Future <failed>');
  void failed.exception();
});
