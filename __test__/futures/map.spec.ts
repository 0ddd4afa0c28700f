import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/work.js'));

test('map gives results in the order of the inputs', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const inputs = Array.from({ length: 100 }, (_, n) => n);
    t.deepEqual(await pool.map(work.echo<number>, inputs).toArray(), inputs);
  });
});

test('map takes several iterables, and stops at the end of the shortest', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.deepEqual(await pool.map(work.add, [1, 2, 3], new Set([10, 20])).toArray(), [11, 22]);
    t.deepEqual(await pool.map(work.add, [], [1]).toArray(), []);
  });
});

test('the iterators of the longer inputs are ended', async (t) => {
  let ended = false;
  function* endless(): Generator<number> {
    try {
      for (;;) {
        yield 1;
      }
    } finally {
      ended = true;
    }
  }
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.deepEqual(await pool.map(work.add, [1], endless()).toArray(), [2]);
  });
  t.true(ended);
});

test('the results are iterated over by for await', async (t) => {
  const results: number[] = [];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    for await (const result of pool.map(work.add, [1, 2], [1, 1])) {
      results.push(result);
    }
  });
  t.deepEqual(results, [2, 3]);
});

/** A pool of one whose worker is busy until `release` is called, and what it runs afterwards. */
async function heldPool(): Promise<{ pool: ThreadPoolExecutor; release: () => void }> {
  const [started, goesOn] = [newGates(), newGates()];
  const pool = new ThreadPoolExecutor(1);
  void pool.submit(work.meet, started, goesOn);
  await opened(started);
  return { pool, release: () => open(goesOn) };
}

test('leaving the loop early cancels what has not begun', async (t) => {
  const { pool, release } = await heldPool();
  const results = pool.map(work.addTo, ['map', 'map', 'map']);
  await results.return();
  t.deepEqual(await results.next(), { done: true, value: undefined });
  release();
  t.is(await pool.submit(work.totalOf, 'map'), 0);
  await pool.shutdown();
});

test('an error is thrown at its place, ends the iteration and cancels the rest', async (t) => {
  const goesOn = newGates();
  const names = ['fail', ...Array.from({ length: 1000 }, () => 'map')];
  const pool = new ThreadPoolExecutor(1);
  const results = pool.map(
    work.failOrAddTo,
    names,
    names.map(() => goesOn),
  );
  await t.throwsAsync(results.next(), { message: 'fail' });
  t.deepEqual(await results.next(), { done: true, value: undefined });
  open(goesOn);
  // The first of them may have begun.
  t.true((await pool.submit(work.totalOf, 'map')) <= 1);
  await pool.shutdown();
});

test('an input that cannot travel is an error at once, and the inputs before it do not run', async (t) => {
  const { pool, release } = await heldPool();
  t.throws(() => pool.map(work.addTo, ['map', Symbol('map') as never]), { message: /argument 1: it is a symbol/ });
  release();
  t.is(await pool.submit(work.totalOf, 'map'), 0);
  await pool.shutdown();
});

test('results that are asked for together come in order', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const results = pool.map(work.echo<number>, [1, 2]);
    const all = await Promise.all([results.next(), results.next(), results.next()]);
    t.deepEqual(
      all.map(({ value }) => value),
      [1, 2, undefined],
    );
  });
});

test('an input that is not iterable, or none, is an error at once', async (t) => {
  await new ThreadPoolExecutor(1).use((pool) => {
    t.throws(() => pool.map(work.add, [1], 5 as never), {
      instanceOf: TypeError,
      message: /^iterables\[1\]: expected an iterable/,
    });
    t.throws(() => pool.map(work.count), {
      instanceOf: TypeError,
      message: /^iterables: expected at least one iterable/,
    });
  });
});
