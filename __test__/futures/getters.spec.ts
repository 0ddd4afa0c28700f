import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { type Executor, type Future, RuntimeError } from 'nogil/futures';

const work = tasks(() => import('../fixtures/work.js'));

/** Things that a getter of an argument could do: whatever that is, other tasks must not notice. */
const inGetter: [title: string, act: (a: Future<number>, pool: Executor, other: Executor) => unknown][] = [
  ['asks whether a task runs', (a) => a.running()],
  ['cancels a task', (a) => a.cancel()],
  ['submits to the same pool', (_, pool) => pool.submit(work.add, 1, 2)],
  ['submits to another pool', (_, __, other) => other.submit(work.add, 1, 2)],
  ['submits to another pool, and catches', (_, __, other) => quietly(() => other.submit(work.add, 1, 2))],
  ['shuts another pool down', (_, __, other) => other.shutdown()],
];

function quietly(act: () => unknown): unknown {
  try {
    return act();
  } catch {
    return 'caught';
  }
}

for (const [title, act] of inGetter) {
  test(`a getter of an argument ${title}: no other task is lost, doubled or moved`, async (t) => {
    const [pool, other] = [new ThreadPoolExecutor(1), new ThreadPoolExecutor(1)];
    await Promise.all([pool.submit(work.echo, '123456789'), other.submit(work.echo, '123456789')]);
    const [home] = await Promise.all([pool.submit(work.thread), other.submit(work.thread)]);
    const a = pool.submit(work.add, 1, 1);
    const before = [pool.submit(work.add, 2, 2), pool.submit(work.add, 3, 3)];
    const value = {
      get trap(): number {
        act(a, pool, other);
        return 1;
      },
    };
    let moved = home;
    try {
      moved = (await pool.submit(work.echoWithThread, value)).thread;
    } catch (error) {
      t.true(error instanceof RuntimeError);
    }
    t.is(moved, home);
    t.deepEqual(await Promise.all(before), [4, 6]);
    t.is(await pool.submit(work.add, 4, 4), 8);
    await Promise.all([pool.shutdown(), other.shutdown()]);
    t.true(a.done());
  });
}

test('a getter of an argument that shuts the pool down is told, and nothing hangs', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const value = {
    get trap(): number {
      void pool.shutdown();
      return 1;
    },
  };
  t.throws(() => pool.submit(work.echo, value), { message: /after shutdown/ });
  await pool.shutdown();
});
