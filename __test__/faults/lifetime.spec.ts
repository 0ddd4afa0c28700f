import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { BrokenThreadPool, CancelledError, type Future, RuntimeError } from 'nogil/futures';
import { fixture, run } from '../child.js';
import { newGates, open, opened } from '../gates.js';
import { nodes } from '../nodes.js';

const work = tasks(() => import('../fixtures/running-work.js'));
const others = tasks(() => import('../fixtures/pool-work.js'));
const dispatch = tasks(() => import('../fixtures/dispatch-work.js'));

/** Each scenario of fixtures/scenarios.ts, and what it prints. */
const ends: [behaviour: string, scenario: string, stdout: string][] = [
  // Fails when `open` in pending.ts does not hold the event loop: nothing is printed.
  ['a program goes on while tasks pend, and ends with them', 'end-of-main-with-work', '3\n'],
  // Fails when `#start` in worker-threads.ts does not unref the worker: the program never ends.
  ['an idle pool keeps no program alive', 'end-of-main', ''],
];

for (const { major, path } of nodes) {
  for (const [behaviour, scenario, expected] of ends) {
    test.serial(`fault 47: Node ${major}: ${behaviour}`, async (t) => {
      const { code, signal, stdout, stderr } = await run(path, [fixture('scenarios.js'), scenario]);
      t.is(signal, null, stderr);
      t.is(code, 0, stderr);
      t.is(stdout, expected);
    });
  }
}

/** A pool in some state: what runs there, what waits, and how the first is let go on. */
interface Setting {
  pool: ThreadPoolExecutor;
  running: Future<number>[];
  queued: Future<number>[];
  goOn(): void;
}

const nothing = (): void => {};

async function held(waiting: number): Promise<Setting> {
  const [begun, end] = [newGates(), newGates()];
  const pool = new ThreadPoolExecutor(1);
  const running = [pool.submit(work.block, begun, end)];
  const queued = Array.from({ length: waiting }, () => pool.submit(work.add, 1, 2));
  await opened(begun);
  return { pool, running, queued, goOn: () => open(end) };
}

const settings: Record<string, () => Promise<Setting>> = {
  async 'was never used'() {
    return { pool: new ThreadPoolExecutor(1), running: [], queued: [], goOn: nothing };
  },
  async 'is idle'() {
    const pool = new ThreadPoolExecutor(1);
    await pool.submit(work.thread);
    return { pool, running: [], queued: [], goOn: nothing };
  },
  'runs a task': () => held(0),
  'has tasks that wait': () => held(3),
  async 'is broken'() {
    const pool = new ThreadPoolExecutor({ maxWorkers: 1, initializer: others.refuse, initargs: ['no'] });
    await pool.submit(work.add, 1, 2).exception();
    return { pool, running: [], queued: [], goOn: nothing };
  },
};

for (const [state, make] of Object.entries(settings)) {
  for (const wait of [true, false]) {
    for (const cancelFutures of [true, false]) {
      // Fails when `close` closes nothing (the tasks that run are waited for without end), `ended` does not wait for
      // tasks, `cancelQueued` is called in any case or in none, or `shutdown` throws the second time.
      test(`fault 55: shutdown({ wait: ${wait}, cancelFutures: ${cancelFutures} }) of a pool that ${state}`, async (t) => {
        const { pool, running, queued, goOn } = await make();
        let isOver = false;
        const ended = pool.shutdown({ wait, cancelFutures }).then(() => {
          isOver = true;
        });
        const expected = state === 'is broken' ? BrokenThreadPool : RuntimeError;
        t.true(t.throws(() => pool.submit(work.add, 1, 2)) instanceof expected);
        await new Promise((resolve) => setImmediate(resolve));
        if (running.length > 0) {
          t.is(isOver, !wait);
          t.true(running.every((future) => future.running()));
        }
        const again = pool.shutdown();
        goOn();
        await Promise.all([ended, again]);
        for (const future of running) {
          t.is(typeof (await future), 'number');
        }
        for (const future of queued) {
          t.is(future.cancelled(), cancelFutures);
          if (cancelFutures) {
            await t.throwsAsync(future.result(), { instanceOf: CancelledError });
          } else {
            t.is(await future, 3);
          }
        }
        await pool.shutdown();
      });
    }
  }
}

// Fails when `RemotePool.close` does not throw.
test('fault 55: shutdown() in a task is an error of that task, and the pool goes on', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.submit(dispatch.shutDown, pool).exception();
    t.true(error instanceof RuntimeError);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when `taskEnded` in worker-threads.ts counts no task of a closed pool down: the shutdown never ends.
test('fault 55: shutdown() in a callback of the last task ends', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const future = pool.submit(work.add, 1, 2);
  const ended = new Promise<void>((resolve) => {
    future.addDoneCallback(() => resolve(pool.shutdown()));
  });
  await ended;
  t.is(await future, 3);
  t.throws(() => pool.submit(work.add, 1, 2), { instanceOf: RuntimeError });
});
