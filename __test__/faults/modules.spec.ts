import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { TimeoutError, WorkerTerminated } from 'nogil/futures';

const work = tasks(() => import('../fixtures/work.js'));

// Fails when `settleLater` in loop.ts takes what a promise was rejected with for a result.
test('fault 20: all tasks of a module that throws at its top level fail with what it has thrown', async (t) => {
  const throwing = tasks(() => import('../fixtures/throws-at-import.js'));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const futures = [1, 2, 3].map((number) => pool.submit(throwing.add, number, 1));
    for (const future of futures) {
      t.like(await future.exception(), { message: 'thrown at the top level', code: 'E_TOP' });
    }
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails as the one above.
test('fault 20: all tasks of a module that cannot be imported fail with the error of the import', async (t) => {
  const broken = tasks(() => import('../fixtures/broken.js'));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    for (const future of [1, 2, 3].map((number) => pool.submit(broken.add, number, 1))) {
      t.true((await future.exception()) instanceof SyntaxError);
    }
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when `hand_out` tells of a beginning only after the import (`Status::Begun`): the tasks wait for ever.
test('fault 20: runTimeout ends a task whose module never ends to be imported', async (t) => {
  const never = tasks(() => import('../fixtures/never-imported.js'));
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const limited = pool.options({ runTimeout: 500 });
    const futures = [limited.submit(never.add, 1, 2), limited.submit(never.add, 3, 4)];
    for (const future of futures) {
      t.true((await future.exception()) instanceof TimeoutError);
    }
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when `#exited` starts no other thread, or `whyItEnded` does not say the code.
test('fault 6: process.exit(n) in a task fails it with the code, and another worker takes its place', async (t) => {
  const before = process.exitCode;
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.submit(work.exit, 7).exception();
    t.true(error instanceof WorkerTerminated);
    t.is((error as WorkerTerminated).exitCode, 7);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
  t.is(process.exitCode, before);
});

for (const name of ['abort', 'chdir', 'umask'] as const) {
  // Fails when what a task throws is not sent back (`fail` in loop.ts).
  test(`fault 7: process.${name}() in a task fails it with Node's own error`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const call = (method: 'abort' | 'chdir' | 'umask'): void => {
        (process[method] as (argument: unknown) => void)(method === 'chdir' ? '/' : 0);
      };
      t.like(await pool.submit(call, name).exception(), { code: 'ERR_WORKER_UNSUPPORTED_OPERATION' });
      t.is(await pool.submit(work.add, 1, 2), 3);
    });
  });
}
