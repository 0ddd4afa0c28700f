import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/dispatch-work.js'));

/** A task that blocks its worker until it is told to end. */
function gate() {
  const [begun, end] = [newGates(), newGates()];
  return {
    submit: (pool: ThreadPoolExecutor) => pool.submit(work.blockUntil, begun, end),
    open: () => open(end),
    begun: () => opened(begun),
  };
}

/** Workers that have seen tiny tasks take several at a time. */
async function warm(pool: ThreadPoolExecutor): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 500 }, (_, index) => pool.submit(work.number, index)));
  }
}

test('tasks that stand behind a long one in a batch are run by another worker', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    await warm(pool);
    const long = gate();
    const before = Array.from({ length: 200 }, (_, index) => pool.submit(work.number, index));
    const blocked = long.submit(pool);
    const after = Array.from({ length: 200 }, (_, index) => pool.submit(work.number, index));
    // Mutation: Slot::look gives nothing back. Then some of these wait for the long task, which waits for them.
    t.deepEqual(
      await Promise.all([...before, ...after]),
      [...before, ...after].map((_, index) => index % 200),
    );
    long.open();
    t.is(await blocked, 'done');
  });
});

test('results that were finished before a long task of the same batch do not wait for it', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await warm(pool);
    const long = gate();
    const before = Array.from({ length: 200 }, (_, index) => pool.submit(work.number, index));
    const blocked = long.submit(pool);
    t.is((await Promise.all(before)).length, 200);
    long.open();
    t.is(await blocked, 'done');
  });
});

test('a task that a worker was given with others, and has not begun, is not running and can be cancelled', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await warm(pool);
    const long = gate();
    const blocked = long.submit(pool);
    const behind = Array.from({ length: 300 }, (_, index) => pool.submit(work.number, index));
    await long.begun();
    t.true(blocked.running());
    t.false(blocked.cancel());
    t.false(behind.some((future) => future.running()));
    t.true(behind.every((future) => future.cancel()));
    long.open();
    t.is(await blocked, 'done');
    t.is(await pool.submit(work.number, 7), 7);
  });
});

test('shutdown with cancelFutures cancels what stands behind a long task too', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  await warm(pool);
  const long = gate();
  const blocked = long.submit(pool);
  const behind = Array.from({ length: 300 }, (_, index) => pool.submit(work.number, index));
  await long.begun();
  const ended = pool.shutdown({ cancelFutures: true });
  long.open();
  await ended;
  t.is(await blocked, 'done');
  t.true(behind.every((future) => future.cancelled()));
});

test('tasks start in the order of their submission', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await warm(pool);
    const order: number[] = [];
    const futures = Array.from({ length: 2_000 }, (_, index) => pool.submit(work.number, index));
    await Promise.all(futures.map((future) => future.then((index) => order.push(index))));
    t.deepEqual(
      order,
      Array.from({ length: 2_000 }, (_, index) => index),
    );
  });
});
