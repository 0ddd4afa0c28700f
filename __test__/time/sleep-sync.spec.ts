import test from 'ava';
import { sleepSync, ThreadPoolExecutor, tasks } from 'nogil';
import { ValueError } from 'nogil/futures';
import { fixture, run } from '../child.js';

const work = tasks(() => import('../fixtures/work.js'));

// The only warning of this process, whichever test comes first.
const warnings: NodeJS.ErrnoException[] = [];
process.on('warning', (warning) => warnings.push(warning));

/** How long a call takes, in milliseconds. */
function time(act: () => void): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}

test('what is no number is a TypeError that names the argument', (t) => {
  for (const [value, got] of [
    ['1', 'string'],
    [1n, 'bigint'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1], 'an array'],
    [{}, 'object'],
  ]) {
    t.throws(() => sleepSync(value as number), {
      instanceOf: TypeError,
      code: 'ERR_INVALID_ARG_TYPE',
      message: `milliseconds: expected a number; got ${got}`,
    });
  }
});

test('a number that is no time is a ValueError that names the argument', (t) => {
  for (const value of [-1, -0.5, Number.NaN, Number.NEGATIVE_INFINITY]) {
    t.throws(() => sleepSync(value), {
      instanceOf: ValueError,
      message: `milliseconds: expected 0 or more; got ${value}`,
    });
  }
  t.throws(() => sleepSync(9_223_372_036_001), {
    instanceOf: ValueError,
    message: 'milliseconds: expected 9223372036000 at most, or Infinity; got 9223372036001',
  });
});

test('it takes as long as it is told, in one slice and in many', (t) => {
  for (const milliseconds of [0.5, 20, 130]) {
    t.true(time(() => sleepSync(milliseconds)) >= milliseconds);
  }
});

test('zero is no time', (t) => {
  t.true(time(() => sleepSync(0)) < 5000);
  t.true(time(() => sleepSync(-0)) < 5000);
});

test('a blocked thread settles its futures, and loses none', async (t) => {
  const pool = new ThreadPoolExecutor(2);
  // Nothing was sent before the thread is blocked, and no worker has been started.
  const sums = Array.from({ length: 1000 }, (_, index) => pool.submit(work.add, index, 1));
  const failure = pool.submit(work.fail, 'on purpose');
  while (!failure.done() || !sums.every((sum) => sum.done())) {
    sleepSync(10);
  }
  t.deepEqual(
    await Promise.all(sums),
    sums.map((_, index) => index + 1),
  );
  t.is(((await failure.exception()) as Error).message, 'on purpose');
  await pool.shutdown();
});

test('results that come during one sleep are there after it', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  await pool.submit(work.thread);
  let called = false;
  const sum = pool.submit(work.add, 1, 2);
  void sum.then(() => {
    called = true;
  });
  // A minute: a busy machine may take long for one task.
  for (let tries = 0; tries < 600 && !sum.done(); tries++) {
    sleepSync(100);
  }
  t.true(sum.done());
  t.false(called);
  t.is(await sum, 3);
  t.true(called);
  await pool.shutdown();
});

test('a getter of an argument that sleeps changes nothing', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const before = [pool.submit(work.add, 1, 1), pool.submit(work.add, 2, 2)];
  const value = {
    get slow(): number {
      sleepSync(60);
      return 1;
    },
  };
  t.deepEqual(await pool.submit(work.echo, value), { slow: 1 });
  t.deepEqual(await Promise.all(before), [2, 4]);
  await pool.shutdown();
});

test('the main thread is warned once', async (t) => {
  sleepSync(1);
  sleepSync(1);
  await new Promise((resolve) => setImmediate(resolve));
  const [warning, ...others] = warnings.filter(({ code }) => code === 'NOGIL_MAIN_BLOCKED');
  t.deepEqual(others, []);
  t.is(warning?.name, 'BlockingWarning');
  t.regex(String(warning?.message), /await setTimeout\(milliseconds\) of 'node:timers\/promises'/);
  t.regex(String((warning as { detail?: string } | undefined)?.detail), /sleep-sync\.spec/);
});

test('neither zero nor a worker is a reason to warn', async (t) => {
  const { code, stderr } = await run(process.execPath, [fixture('sleeps-without-warning.js')]);
  t.is(stderr, '');
  t.is(code, 0);
});
