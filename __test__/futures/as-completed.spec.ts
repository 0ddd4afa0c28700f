import test from 'ava';
import { asCompleted, type CompletedFuture, Future, TimeoutError } from 'nogil/futures';

async function list<T>(futures: AsyncIterable<CompletedFuture<T>>): Promise<CompletedFuture<T>[]> {
  const all: CompletedFuture<T>[] = [];
  for await (const future of futures) {
    all.push(future);
  }
  return all;
}

test('asCompleted gives the Futures themselves, in the order in which they are done', async (t) => {
  const futures = [new Future<number>(), new Future<number>(), new Future<number>()] as const;
  futures[2].setResult(2);
  const all = list(asCompleted(futures));
  futures[1].setException(new Error('failed'));
  futures[0].setResult(0);
  t.deepEqual(await all, [futures[2], futures[1], futures[0]]);
});

test('each Future comes once', async (t) => {
  const future = new Future<number>();
  future.setResult(1);
  t.deepEqual(await list(asCompleted([future, future])), [future]);
  t.deepEqual(await list(asCompleted([])), []);
});

test('when the time is over, what is done comes first, then the error says how many are left', async (t) => {
  const [done, open] = [new Future<number>(), new Future<number>()];
  done.setResult(1);
  const futures = asCompleted([open, done], 1);
  t.is((await futures.next()).value, done);
  await t.throwsAsync(futures.next(), { instanceOf: TimeoutError, message: '1 (of 2) futures unfinished' });
  t.deepEqual(await futures.next(), { done: true, value: undefined });
  await t.throwsAsync(asCompleted([open], { timeout: 0 }).next(), { message: '1 (of 1) futures unfinished' });
});

test('the time counts from the call on, and not from that of next', async (t) => {
  const futures = asCompleted([new Future<number>()], 200);
  await new Promise((resolve) => setTimeout(resolve, 250));
  // However slow the machine is: of two timers, the one that was to ring first does.
  const rings = futures.next().then(
    () => 'a Future',
    (error: unknown) => error,
  );
  const later = new Promise((resolve) => setTimeout(resolve, 150, 'later'));
  t.true((await Promise.race([rings, later])) instanceof TimeoutError);
});

test('the next ones can be asked for before they are there', async (t) => {
  const futures = [new Future<number>(), new Future<number>()] as const;
  const iterator = asCompleted(futures);
  const answers = [iterator.next(), iterator.next(), iterator.next()];
  futures[1].setResult(1);
  futures[0].setResult(0);
  t.deepEqual(await Promise.all(answers), [
    { done: false, value: futures[1] },
    { done: false, value: futures[0] },
    { done: true, value: undefined },
  ]);
});

test('leaving the loop ends it: nothing more is waited for', async (t) => {
  const [done, open] = [new Future<number>(), new Future<number>()];
  done.setResult(1);
  const futures = asCompleted([done, open]);
  for await (const future of futures) {
    t.is(future, done);
    break;
  }
  t.deepEqual(await futures.next(), { done: true, value: undefined });
});

test('what is no Future is named', (t) => {
  t.throws(() => asCompleted([1 as never]), { instanceOf: TypeError, message: /^fs\[0\]: expected a Future; got 1/ });
});

test('what is done after the time, while nobody asks, still comes', async (t) => {
  const [first, second] = [new Future<number>(), new Future<number>()];
  const futures = asCompleted([first, second], 50);
  const asked = futures.next();
  first.setResult(1);
  t.is((await asked).value, first);
  await new Promise((resolve) => setTimeout(resolve, 100));
  second.setResult(2);
  t.is((await futures.next()).value, second);
  t.true((await futures.next()).done);
});

test('whoever asks when the loop is left hears that there are no more', async (t) => {
  const futures = asCompleted([new Future<number>()]);
  const asked = futures.next();
  await futures.return?.();
  t.deepEqual(await asked, { done: true, value: undefined });
});
