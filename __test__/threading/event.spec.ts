// Event: what is not in Python's tests.
import test from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';
import { Event } from 'nogil/threading';

test('a set that is cleared at once wakes all who wait, and nobody later', async (t) => {
  const event = new Event();
  const waiting = Array.from({ length: 100 }, () => event.wait());
  event.set();
  event.clear();
  t.deepEqual(new Set(await Promise.all(waiting)), new Set([true]));
  t.false(await event.wait(5));
});

test('a signal ends a wait with its reason, and no other', async (t) => {
  const event = new Event();
  const controller = new AbortController();
  const cancelled = event.wait({ signal: controller.signal });
  const other = event.wait();
  controller.abort(new Error('enough'));
  await t.throwsAsync(cancelled, { message: 'enough' });
  event.set();
  t.true(await other);
});

test('a signal that has fired before ends a wait at once', async (t) => {
  await t.throwsAsync(new Event().wait({ signal: AbortSignal.abort(new Error('before')) }), { message: 'before' });
});

test('a signal and a time stand together: the first of them ends the wait', async (t) => {
  const event = new Event();
  t.false(await event.wait({ timeout: 1, signal: new AbortController().signal }));
  const controller = new AbortController();
  setImmediate(() => controller.abort(new Error('enough')));
  await t.throwsAsync(event.wait({ timeout: 60_000, signal: controller.signal }), { message: 'enough' });
});

test('options that are none are refused by name', async (t) => {
  const refused = (message: RegExp) => ({ instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message });
  await t.throwsAsync(async () => new Event().wait({ time: 5 } as never), refused(/'time'/));
  await t.throwsAsync(async () => new Event().wait({ signal: 5 } as never), refused(/^signal: /));
  t.throws(() => new Event().waitSync([] as never), refused(/^options: /));
});

test('a thread that blocks, a task that awaits and this thread hear of one set', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const event = new Event();
    const waiting = [pool.submit(() => event.waitSync()), pool.submit(() => event.wait()), event.wait()];
    event.set();
    t.deepEqual(await Promise.all(waiting), [true, true, true]);
  });
});
