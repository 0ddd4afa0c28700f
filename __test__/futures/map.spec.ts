import test from 'ava';
import { Executor, Future, SerialExecutor, ThreadPoolExecutor, TimeoutError, tasks, ValueError } from 'nogil/futures';
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

test('an input that is not iterable is an error at once; without inputs there are no results', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.throws(() => pool.map(work.add, [1], 5 as never), {
      instanceOf: TypeError,
      message: /^iterables\[1\]: expected an iterable/,
    });
    t.deepEqual(await pool.map(work.count).toArray(), []);
  });
});

test('with a buffersize, so many tasks are submitted whose results were not asked for', async (t) => {
  const pool = new SerialExecutor();
  let taken = 0;
  function* endless(): Generator<number> {
    for (;;) {
      taken += 1;
      yield taken;
    }
  }
  const results = pool.map((n: number) => n * 10, endless(), { buffersize: 2 });
  t.is(taken, 2);
  t.is((await results.next()).value, 10);
  t.is(taken, 3);
  t.is((await results.next()).value, 20);
  t.is(taken, 4);
  await results.return();
  t.deepEqual(await results.next(), { done: true, value: undefined });
});

test('items are taken from asynchronous iterables as they come', async (t) => {
  const pool = new SerialExecutor();
  async function* later(): AsyncGenerator<number> {
    for (const n of [1, 2, 3]) {
      await new Promise((resolve) => setImmediate(resolve));
      yield n;
    }
  }
  t.deepEqual(await pool.map((a: number, b: number) => a + b, later(), [10, 20, 30, 40]).toArray(), [11, 22, 33]);
  t.deepEqual(await pool.map((n: number) => n, later(), { buffersize: 1 }).toArray(), [1, 2, 3]);
});

test('an asynchronous iterable is let go when the loop is left', async (t) => {
  let ended = false;
  async function* endless(): AsyncGenerator<number> {
    try {
      for (let n = 0; ; n++) {
        yield n;
      }
    } finally {
      ended = true;
    }
  }
  for await (const n of new SerialExecutor().map((n: number) => n, endless(), { buffersize: 1 })) {
    if (n === 2) {
      break;
    }
  }
  await new Promise((resolve) => setImmediate(resolve));
  t.true(ended);
});

test('what an iterable throws later is thrown at its place, and ends the iteration', async (t) => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error('broken');
  }
  const results = new SerialExecutor().map((n: number) => n, broken());
  t.is((await results.next()).value, 1);
  await t.throwsAsync(results.next(), { message: 'broken' });
  t.true((await results.next()).done);
});

test('when the time of map is over, the rest is cancelled', async (t) => {
  const { pool, release } = await heldPool();
  const results = pool.map(work.addTo, ['late', 'late'], { timeout: 1 });
  await t.throwsAsync(results.next(), { instanceOf: TimeoutError });
  release();
  t.is(await pool.submit(work.totalOf, 'late'), 0);
  await pool.shutdown();
});

test('the options of map are checked before anything is submitted', (t) => {
  const pool = new SerialExecutor();
  const submitted: number[] = [];
  const map = (options: object) => pool.map((n: number) => submitted.push(n), [1], options);
  t.throws(() => map({ buffersize: 0 }), { instanceOf: ValueError, message: /^buffersize: expected 1 or more; got 0/ });
  t.throws(() => map({ chunksize: -1 }), { instanceOf: ValueError, message: /^chunksize/ });
  t.throws(() => map({ buffersize: 1.5 }), { instanceOf: TypeError, message: /^buffersize/ });
  t.throws(() => map({ buffersize: '1' }), { instanceOf: TypeError, message: /^buffersize/ });
  t.throws(() => map({ timeout: Number.NaN }), { instanceOf: ValueError, message: /^timeout/ });
  t.throws(() => map({ buffer: 1 }), { instanceOf: TypeError, message: /unknown key 'buffer'/ });
  t.deepEqual(submitted, []);
});

test('results can be asked for several at a time', async (t) => {
  const results = new SerialExecutor().map((n: number) => n, [1, 2]);
  const answers = await Promise.all([results.next(), results.next(), results.next()]);
  t.deepEqual(
    answers.map(({ value }) => value),
    [1, 2, undefined],
  );
});

test('the time of map counts from the call on, and not from that of next', async (t) => {
  const results = new SerialExecutor().map((_item: number) => new Promise<never>(() => {}), [1], { timeout: 200 });
  await new Promise((resolve) => setTimeout(resolve, 250));
  // However slow the machine is: of two timers, the one that was to ring first does.
  const rings = results.next().catch((error: unknown) => error);
  const later = new Promise((resolve) => setTimeout(resolve, 150, 'later'));
  t.true((await Promise.race([rings, later])) instanceof TimeoutError);
});

test('beside an asynchronous iterable, promises in an array are awaited', async (t) => {
  async function* numbers(): AsyncGenerator<number> {
    yield 1;
  }
  const pairs = new SerialExecutor().map((a: number, b: unknown) => [a, b], numbers(), [Promise.resolve(2)]);
  t.deepEqual(await pairs.toArray(), [[1, 2]]);
});

test('an error ends what was asked for together with it', async (t) => {
  const results = new SerialExecutor().map(
    (n: number) => {
      if (n === 1) {
        throw new Error('the first');
      }
      return n;
    },
    [1, 2, 3],
  );
  const answers = await Promise.allSettled([results.next(), results.next(), results.next()]);
  t.like(answers[0], { status: 'rejected', reason: { message: 'the first' } });
  for (const answer of answers.slice(1)) {
    t.deepEqual(answer, { status: 'fulfilled', value: { done: true, value: undefined } });
  }
});

test('results of an asynchronous iterable can be asked for several at a time', async (t) => {
  async function* numbers(): AsyncGenerator<number> {
    yield* [1, 2];
  }
  const results = new SerialExecutor().map((n: number) => n, numbers());
  const answers = await Promise.all([results.next(), results.next(), results.next()]);
  t.deepEqual(
    answers.map(({ value }) => value),
    [1, 2, undefined],
  );
});

test('when one of the iterables throws, the others are ended', (t) => {
  let ended = false;
  const endless = {
    next: () => ({ done: false, value: 1 }),
    return() {
      ended = true;
      return { done: true, value: undefined };
    },
    [Symbol.iterator]() {
      return this;
    },
  };
  function* broken(): Generator<number> {
    yield 1;
    throw new Error('broken');
  }
  const add = (a: number, b: number) => a + b;
  t.throws(() => new SerialExecutor().map(add, endless as Iterable<number>, broken()), { message: 'broken' });
  t.true(ended);
});

test('an object at the end that is iterable is an input, and no options', async (t) => {
  const iterable = { timeout: 1, [Symbol.iterator]: () => [10, 20].values() };
  const sums = new SerialExecutor().map((a: number, b: number) => a + b, [1, 2], iterable);
  t.deepEqual(await sums.toArray(), [11, 22]);
});

test('an iterator whose next() gives no object is an error, and no endless map', async (t) => {
  const broken = { next: () => 5 as never };
  const synchronous = { [Symbol.iterator]: () => broken };
  const asynchronous = { [Symbol.asyncIterator]: () => broken };
  const refusal = { instanceOf: TypeError, message: /^next\(\): expected an object .*; got 5$/ };
  t.throws(() => new SerialExecutor().map((n: number) => n, synchronous as Iterable<number>), refusal);
  const results = new SerialExecutor().map((n: number) => n, asynchronous as AsyncIterable<number>);
  await t.throwsAsync(results.next(), refusal);
});

test('leaving the loop cancels what waits also where the source fails at its end', async (t) => {
  const source = {
    next: () => ({ done: false, value: 1 }),
    return() {
      throw new Error('at the end');
    },
    [Symbol.iterator]() {
      return this;
    },
  };
  const submitted: Future<number>[] = [];
  class Never extends Executor {
    override submit<Result>(): Future<Awaited<Result>> {
      submitted.push(new Future());
      return submitted.at(-1) as Future<never>;
    }
    override async shutdown(): Promise<void> {}
  }
  const results = new Never().map((n: number) => n, source as Iterable<number>, { buffersize: 2 });
  await results.return();
  t.deepEqual(
    submitted.map((future) => future.cancelled()),
    [true, true],
  );
});

test('leaving the loop ends an asynchronous source at once that waits for its next item', async (t) => {
  let ended = false;
  const source = {
    next: () => new Promise<never>(() => {}),
    return() {
      ended = true;
      return Promise.resolve({ done: true as const, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  const results = new SerialExecutor().map((n: number) => n, source as AsyncIterable<number>);
  await results.return();
  t.true(ended);
});

test('the error of a map whose time is over says how long it was', async (t) => {
  const results = new SerialExecutor().map((_item: number) => new Promise<never>(() => {}), [1], { timeout: 20 });
  await t.throwsAsync(results.next(), { instanceOf: TimeoutError, message: /^the result is not there 20 ms after/ });
});

test('a TimeoutError of a task is thrown by its map as it is', async (t) => {
  const thrown = new TimeoutError('of the task');
  const results = new SerialExecutor().map(
    (_item: number) => {
      throw thrown;
    },
    [1],
    { timeout: 1000 },
  );
  t.is(await t.throwsAsync(results.next()), thrown);
});

test('an own executor whose submit gives no Future is told so by map', (t) => {
  class Wrong extends SerialExecutor {
    override submit<Args extends unknown[], Result>(
      fn: (...args: Args) => Result,
      ...args: Args
    ): Future<Awaited<Result>> {
      return Promise.resolve(fn(...args)) as Future<Awaited<Result>>;
    }
  }
  t.throws(() => new Wrong().map((item: number) => item, [1]), { message: /^submit: expected a Future/ });
});
