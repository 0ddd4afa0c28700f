import test from 'ava';
import { TaskError } from 'nogil/futures';
import { type Case, type Fields, pool, thrownBy } from './thrown.js';

/** The table of fault 16: a million characters of each are kept. */
const MOST = 1024 * 1024;
/** What is behind it: the frames of the caller. */
const CALLER = 10_000;

const huge: Case<Fields>[] = [
  [
    'a message of 50 MB is cut, and the stack keeps its frames',
    function thrower() {
      throw Object.assign(new Error('x'.repeat(50_000_000)), { code: 'E_HUGE' });
    },
    (t, error) => {
      // Not by `is`, which would show the difference of 50 MB.
      t.true(error.message === `${'x'.repeat(MOST)}... (cut)`);
      t.is(error['code'], 'E_HUGE');
      t.true((error.stack?.length ?? 0) <= MOST + CALLER);
    },
  ],
  [
    'a message that is just short enough is whole, with its frames',
    function thrower() {
      throw new Error('x'.repeat(1_000_000));
    },
    (t, error) => {
      t.is(error.message.length, 1_000_000);
      t.regex(error.stack?.slice(1_000_000) ?? '', /at thrower/);
    },
  ],
  [
    'a stack of 50 MB is cut',
    () => {
      const error = new Error('short');
      error.stack = 'at nowhere\n'.repeat(5_000_000);
      throw error;
    },
    (t, error) => {
      t.is(error.message, 'short');
      t.true(error.stack?.startsWith(`${'at nowhere\n'.repeat(MOST).slice(0, MOST)}... (cut)`));
      t.true((error.stack?.length ?? 0) <= MOST + CALLER);
    },
  ],
];

// Fails when `cut` gives the text as it is.
for (const [title, fn, check] of huge) {
  test.serial(`fault 16: ${title}`, async (t) => {
    check(t, (await thrownBy(fn)) as Fields);
  });
}

const values: readonly unknown[] = [
  'text',
  '',
  42,
  Number.NaN,
  -0,
  10n,
  true,
  null,
  undefined,
  { reason: [1] },
  [1, 2],
];

// Fails when `encodeThrown` writes in words whatever is no object.
for (const value of values) {
  test.serial(
    `fault 14: what is thrown and no error arrives as itself: ${typeof value} ${JSON.stringify(`${value}`)}`,
    async (t) => {
      t.plan(1);
      try {
        await pool.submit((thrown: unknown) => {
          throw thrown;
        }, value);
      } catch (error) {
        t.deepEqual(error, value);
      }
    },
  );
}

test.serial('fault 14: a function that can travel arrives as a function', async (t) => {
  const thrown = await thrownBy(() => {
    throw (a: number) => a + 1;
  });
  t.is((thrown as (a: number) => number)(1), 2);
});

const unsendable: Case<Error>[] = [
  [
    'a function that cannot travel is named',
    () => {
      throw Object.defineProperty(new Function('return () => this')().bind(null, new WeakMap()), 'name', {
        value: 'lost',
      });
    },
    (t, error) => t.regex(error.message, /^Cannot send the function 'lost', which was thrown: /),
  ],
  [
    'a symbol is named',
    () => {
      throw Symbol('mine');
    },
    (t, error) => t.regex(error.message, /^Cannot send Symbol\(mine\), which was thrown: it is a symbol/),
  ],
  [
    'an object that cannot travel is named',
    () => {
      throw new WeakMap();
    },
    (t, error) => t.regex(error.message, /^Cannot send an instance of WeakMap, which was thrown: /),
  ],
];

// Fails when `inWords` does not call it anything.
for (const [title, fn, check] of unsendable) {
  test.serial(`fault 14: ${title} by a TaskError`, async (t) => {
    const error = (await thrownBy(fn)) as TaskError;
    t.true(error instanceof TaskError);
    t.is(error.code, 'ERR_TASK_RESULT');
    check(t, error);
  });
}
