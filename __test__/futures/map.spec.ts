import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';

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

function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'nogil-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A pool of one whose worker is busy until `release` is called, and what it runs afterwards. */
async function heldPool(t: ExecutionContext): Promise<{ pool: ThreadPoolExecutor; release: () => void }> {
  const folder = temporaryFolder(t);
  const [started, go] = [join(folder, 'started'), join(folder, 'go')];
  const pool = new ThreadPoolExecutor(1);
  const held = pool.submit(work.meet, started, go);
  while (!held.running()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { pool, release: () => writeFileSync(go, '') };
}

test('leaving the loop early cancels what has not begun', async (t) => {
  const { pool, release } = await heldPool(t);
  const results = pool.map(work.addTo, ['map', 'map', 'map']);
  await results.return();
  t.deepEqual(await results.next(), { done: true, value: undefined });
  release();
  t.is(await pool.submit(work.totalOf, 'map'), 0);
  await pool.shutdown();
});

test('an error is thrown at its place, ends the iteration and cancels the rest', async (t) => {
  const folder = temporaryFolder(t);
  const go = join(folder, 'go');
  const names = ['fail', ...Array.from({ length: 1000 }, () => 'map')];
  const pool = new ThreadPoolExecutor(1);
  const results = pool.map(
    work.failOrAddTo,
    names,
    names.map(() => go),
  );
  await t.throwsAsync(results.next(), { message: 'fail' });
  t.deepEqual(await results.next(), { done: true, value: undefined });
  writeFileSync(go, '');
  // The first of them may have begun.
  t.true((await pool.submit(work.totalOf, 'map')) <= 1);
  await pool.shutdown();
});

test('an input that cannot travel is an error at once, and the inputs before it do not run', async (t) => {
  const { pool, release } = await heldPool(t);
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
