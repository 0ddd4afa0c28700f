// Barrier: what is not in Python's tests.
import test from 'ava';
import { RuntimeError, ThreadPoolExecutor, ValueError } from 'nogil/futures';
import { Queue, SimpleQueue } from 'nogil/queue';
import { Barrier, BrokenBarrierError } from 'nogil/threading';

test('the last party to come is not given what a queue has left behind', async (t) => {
  // What a queue writes and reads, and what a barrier tells, use the same memory.
  const queue = new Queue<unknown>();
  queue.putNowait({ text: 'some item', of: [() => 1] });
  const barrier = new Barrier(2);
  t.deepEqual((await Promise.all([barrier.wait(), barrier.wait()])).sort(), [0, 1]);
  queue.putNowait('x'.repeat(1000));
  t.deepEqual((await Promise.all([barrier.wait(), barrier.wait()])).sort(), [0, 1]);
});

test('nWaiting counts who waits, and nobody who has left', async (t) => {
  const barrier = new Barrier(3);
  t.is(barrier.nWaiting, 0);
  const waiting = [barrier.wait(), barrier.wait()];
  t.is(barrier.nWaiting, 2);
  waiting.push(barrier.wait());
  await Promise.all(waiting);
  t.is(barrier.nWaiting, 0);
  t.is(barrier.parties, 3);
});

test('an asynchronous action is awaited before the others go on', async (t) => {
  const order = new SimpleQueue<string>();
  const barrier = new Barrier(2, async () => {
    await new Promise(setImmediate);
    order.putNowait('acted');
  });
  const pass = async () => {
    await barrier.wait();
    order.putNowait('on');
  };
  await Promise.all([pass(), pass()]);
  t.deepEqual([order.getNowait(), order.getNowait(), order.getNowait()], ['acted', 'on', 'on']);
});

test('an asynchronous action breaks the barrier where the last party blocks', (t) => {
  const barrier = new Barrier(1, async () => {});
  t.throws(() => barrier.waitSync(), { instanceOf: RuntimeError, message: /asynchronous/ });
  t.true(barrier.broken);
});

test('fault 36: what the action throws comes from the one that called it, and the others are broken', async (t) => {
  const barrier = new Barrier(3, () => {
    throw new TypeError('in the action');
  });
  const names = await Promise.all(
    [1, 2, 3].map(() =>
      barrier.wait().then(
        () => 'passed',
        (error) => error.name,
      ),
    ),
  );
  t.deepEqual(names.sort(), ['BrokenBarrierError', 'BrokenBarrierError', 'TypeError']);
  t.true(barrier.broken);
  barrier.reset();
  t.false(barrier.broken);
});

test('fault 36: abort() and reset() break all who wait, in threads too', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    for (const end of ['abort', 'reset'] as const) {
      const barrier = new Barrier(3);
      const blocked = pool.submit(() => {
        try {
          return String(barrier.waitSync());
        } catch (error) {
          return (error as Error).name;
        }
      });
      const awaited = t.throwsAsync(barrier.wait(), { instanceOf: BrokenBarrierError, code: 'ERR_BROKEN_BARRIER' });
      while (barrier.nWaiting < 2) {
        await new Promise(setImmediate);
      }
      barrier[end]();
      t.is(await blocked, 'BrokenBarrierError');
      await awaited;
      t.is(barrier.broken, end === 'abort');
    }
  });
});

test('a broken barrier breaks who comes, without a wait', async (t) => {
  const barrier = new Barrier(2);
  barrier.abort();
  await t.throwsAsync(barrier.wait(), { instanceOf: BrokenBarrierError });
  t.throws(() => barrier.waitSync(), { instanceOf: BrokenBarrierError });
});

test('a signal that ends a wait breaks the barrier, and its reason is thrown', async (t) => {
  const barrier = new Barrier(3);
  const controller = new AbortController();
  const cancelled = t.throwsAsync(barrier.wait({ signal: controller.signal }), { message: 'enough' });
  const other = t.throwsAsync(barrier.wait(), { instanceOf: BrokenBarrierError });
  controller.abort(new Error('enough'));
  await cancelled;
  await other;
  t.true(barrier.broken);
});

test('the time of a wait counts before that of the barrier', async (t) => {
  const barrier = new Barrier(2, { timeout: 60_000 });
  await t.throwsAsync(barrier.wait(5), { instanceOf: BrokenBarrierError });
  barrier.reset();
  await t.throwsAsync(barrier.wait({ timeout: 5 }), { instanceOf: BrokenBarrierError });
  const short = new Barrier(2, { timeout: 5 });
  const waiting = short.wait(Number.POSITIVE_INFINITY);
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.is(short.nWaiting, 1);
  await short.wait();
  await waiting;
});

test('arguments that are none are refused by name', async (t) => {
  const refused = (message: RegExp) => ({ instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message });
  t.throws(() => new Barrier('2' as never), refused(/^parties: /));
  t.throws(() => new Barrier(1.5), refused(/^parties: /));
  t.throws(() => new Barrier(undefined as never), refused(/^parties: /));
  t.throws(() => new Barrier(2 ** 31), { instanceOf: ValueError, message: /^parties: / });
  t.throws(() => new Barrier(2, 1 as never), refused(/^action: /));
  t.throws(() => new Barrier(2, { act: 1 } as never), refused(/'act'/));
  t.throws(() => new Barrier(2, { action: 'no' } as never), refused(/^action: /));
  t.throws(() => new Barrier(2, null, '5' as never), refused(/^timeout: /));
  await t.throwsAsync(new Barrier(2).wait({ time: 5 } as never), refused(/'time'/));
});

test('a barrier of threads and of code that awaits lets all go on', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const barrier = new Barrier(4);
    const numbers = await Promise.all([
      pool.submit(() => barrier.waitSync()),
      pool.submit(() => barrier.wait()),
      barrier.wait(),
      barrier.wait(),
    ]);
    t.deepEqual(numbers.sort(), [0, 1, 2, 3]);
  });
});
