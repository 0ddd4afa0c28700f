import test from 'ava';
import { Queue } from 'nogil/queue';
import { Barrier, BrokenBarrierError, setExcepthook, Thread } from 'nogil/threading';
import { deaths } from './deaths.js';

/** Begins to wait in a thread of each kind: what they have got. */
function comeTo(barrier: Barrier, threads: number, loops: number): Promise<string[]> {
  const wait = (barrier: Barrier, got: Queue<string>): void => {
    try {
      got.putNowait(String(barrier.waitSync()));
    } catch (error) {
      got.putNowait((error as Error).name);
    }
  };
  const got = new Queue<string>();
  const ends = [
    ...Array.from({ length: threads }, () => Thread.start(wait, barrier, got).join()),
    ...Array.from({ length: loops }, () =>
      barrier.wait().then(
        (number) => got.putNowait(String(number)),
        (error: Error) => got.putNowait(error.name),
      ),
    ),
  ];
  return Promise.all(ends).then(() => ends.map(() => got.getNowait()).sort());
}

async function waitUntilCome(barrier: Barrier, parties: number): Promise<void> {
  while (barrier.nWaiting < parties) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const broken = ['BrokenBarrierError', 'BrokenBarrierError', 'BrokenBarrierError'];

const breaks: Record<string, (barrier: Barrier) => unknown> = {
  'abort()': (barrier) => barrier.abort(),
  'abort() in another thread': (barrier) => Thread.start((barrier: Barrier) => barrier.abort(), barrier).join(),
  'the time of one is over': (barrier) => barrier.wait(10).catch(() => {}),
  'the time of one that blocks is over': (barrier) =>
    Thread.start((barrier: Barrier) => void barrier.waitSync(10), barrier).join(),
  'the signal of one fires': (barrier) => barrier.wait({ signal: AbortSignal.timeout(10) }).catch(() => {}),
};

for (const [name, breakIt] of Object.entries(breaks)) {
  // Fails when `State::break_up` does not tell those who wait: they wait for ever.
  test.serial(`fault 36: a barrier is broken for all who wait and all who come, until reset(): ${name}`, async (t) => {
    setExcepthook(() => {});
    const barrier = new Barrier(5);
    const come = comeTo(barrier, 2, 1);
    await waitUntilCome(barrier, 3);
    await breakIt(barrier);
    t.deepEqual(await come, broken);
    t.true(barrier.broken);
    t.throws(() => barrier.waitSync(), { instanceOf: BrokenBarrierError });
    await t.throwsAsync(barrier.wait(), { instanceOf: BrokenBarrierError });
    barrier.reset();
    t.deepEqual(await comeTo(barrier, 3, 2), ['0', '1', '2', '3', '4']);
  });
}

// Fails when `Barrier::reset` breaks nothing: who waits is of the next round.
test('fault 36: reset() breaks it for those who wait alone', async (t) => {
  const barrier = new Barrier(4);
  const come = comeTo(barrier, 2, 1);
  await waitUntilCome(barrier, 3);
  barrier.reset();
  t.false(barrier.broken);
  t.deepEqual(await come, broken);
  t.deepEqual(await comeTo(barrier, 2, 2), ['0', '1', '2', '3']);
});

// Fails when `Barrier.wait` and `waitSync` do not abort where the action fails: the others wait for ever.
test('fault 36: an action that throws breaks it for all, and throws in the one that calls it', async (t) => {
  const fail = (): never => {
    throw new RangeError('expected');
  };
  for (const [threads, loops, last] of [
    [3, 1, 'waitSync'],
    [1, 3, 'wait'],
  ] as const) {
    const barrier = new Barrier(5, fail);
    const come = comeTo(barrier, threads, loops);
    await waitUntilCome(barrier, 4);
    const error = await (async () => barrier[last]())().catch((reason: unknown) => reason);
    t.true(error instanceof RangeError);
    t.deepEqual(await come, ['BrokenBarrierError', ...broken]);
    t.true(barrier.broken);
  }
});

for (const [name, die] of Object.entries(deaths)) {
  // Fails when `Barrier::withdraw` is not called for a thread that dies, or breaks nothing.
  test(`fault 36: a party that dies while it waits breaks it (${name})`, async (t) => {
    const barrier = new Barrier(5);
    const come = comeTo(barrier, 2, 1);
    await waitUntilCome(barrier, 3);
    await die((barrier: Barrier) => void barrier.wait().catch(() => {}), barrier);
    t.deepEqual(await come, broken);
  });

  // Fails when `Object::abandon` does not know of barriers.
  test(`fault 36: a last party that dies in the action breaks it (${name})`, async (t) => {
    const barrier = new Barrier(4, () => new Promise<never>(() => {}));
    const come = comeTo(barrier, 2, 1);
    await waitUntilCome(barrier, 3);
    await die((barrier: Barrier) => void barrier.wait().catch(() => {}), barrier);
    t.deepEqual(await come, broken);
  });
}
