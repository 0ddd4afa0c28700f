import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { Future, WorkerTerminated } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/handles-work.js'));

test('a task awaits a Future that it is given', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const future = pool.submit(work.twice, 3);
    t.is(await pool.submit(async (given) => (await given) + 1, future), 7);
  });
});

test('a task blocks for a Future that it is given', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.is(await pool.submit(work.plusOneBlocking, pool.submit(work.twice, 3)), 7);
  });
});

test('a Future travels within objects, arrays and Maps', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const future = pool.submit(work.twice, 3);
    const sum = (given: { list: Future<number>[]; map: Map<string, Future<number>> }) =>
      Promise.all([...given.list, ...given.map.values()]);
    t.deepEqual(await pool.submit(sum, { list: [future, future], map: new Map([['it', future]]) }), [6, 6, 6]);
  });
});

test('a Future that a function has captured travels with it', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const future = pool.submit(work.twice, 3);
    t.is(await pool.submit(async () => (await future) + 1), 7);
  });
});

test('a Future that is done travels with its result', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.submit(work.echo<object>, { of: 'a task' });
    await future;
    t.deepEqual(await pool.submit(async (given) => [given.done(), await given], future), [true, { of: 'a task' }]);
  });
});

test('a task gives a Future of a task that it has submitted', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      const gates = newGates(2);
      const { later } = await pool.submit(work.submitInside, other, gates);
      t.true(later instanceof Future);
      await opened(gates);
      t.false(later.done());
      t.true(later.running());
      open(gates + 1);
      t.is(await later, 'waited');
      t.true(later.done());
    });
  });
});

test('a Future that comes back to its thread is the Future of that thread', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [pending, byHand] = [pool.submit(work.twice, 1), new Future<number>()];
    const back = await pool.submit(work.echo<object>, { pending, byHand });
    t.is((back as { pending: unknown }).pending, pending);
    t.is((back as { byHand: unknown }).byHand, byHand);
    // It was looked at, and would keep this program alive.
    byHand.setResult(1);
  });
});

test('a Future is the same one each time in a thread', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = new Future<number>();
    await pool.submit(work.isKept, { future });
    t.true(await pool.submit(work.isKept, { future }));
    const there = await pool.submit(work.makeByHand);
    const { future: again } = await pool.submit(work.echo<{ future: Future<number> }>, there);
    t.is(again, there.future);
  });
});

test('a Future is sent on from worker to worker', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      const gates = newGates(2);
      const { later } = await pool.submit(work.submitInside, pool, gates);
      const sentOn = pool.submit(work.sendOn, other, later as unknown as Future<number>);
      open(gates + 1);
      t.is(await sentOn, 'waited1' as unknown as number);
    });
  });
});

test('a handle fails with what the task has thrown, in all forms', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const thrown = await pool.submit(work.thrownBy, pool.submit(work.fail, 'on purpose'));
    t.deepEqual(thrown, Array(5).fill({ name: 'RangeError', code: 'E_TASK', message: 'on purpose' }));
  });
});

test('a handle of a task that was cancelled fails with a CancelledError, in all forms', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const gates = newGates(2);
    const first = pool.submit(work.waitFor, gates);
    const cancelled = pool.submit(work.twice, 1);
    t.true(cancelled.cancel());
    const thrown = pool.submit(work.thrownBy, cancelled);
    open(gates + 1);
    t.deepEqual(
      (await thrown).map(({ name }) => name),
      Array(5).fill('CancelledError'),
    );
    await first;
  });
});

test('a handle tells whether its task runs, is done, or was cancelled', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      const gates = newGates(2);
      const running = other.submit(work.waitFor, gates);
      const queued = other.submit(work.twice, 1);
      await opened(gates);
      t.deepEqual(await pool.submit(work.state, running), [false, true, false]);
      t.deepEqual(await pool.submit(work.state, queued), [false, false, false]);
      queued.cancel();
      t.deepEqual(await pool.submit(work.state, queued), [true, false, true]);
      open(gates + 1);
      await running;
      t.deepEqual(await pool.submit(work.state, running), [true, false, false]);
    });
  });
});

test('a handle cancels a task that has not begun, and the thread that has submitted it hears of that', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      const gates = newGates(2);
      const first = other.submit(work.waitFor, gates);
      const queued = other.submit(work.twice, 1);
      await opened(gates);
      t.deepEqual(await pool.submit(work.cancel, queued), [true, true, true]);
      await t.throwsAsync(queued, { name: 'CancelledError' });
      t.true(queued.cancelled());
      open(gates + 1);
      await first;
    });
  });
});

test('a handle does not cancel a task that has begun', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor(1).use(async (other) => {
      const gates = newGates(2);
      const running = other.submit(work.waitFor, gates);
      await opened(gates);
      t.deepEqual(await pool.submit(work.cancel, running), [false, false, false]);
      open(gates + 1);
      t.is(await running, 'waited');
    });
  });
});

test('a handle aborts a task that runs, with its reason', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await new ThreadPoolExecutor({ maxWorkers: 1, graceTime: 0 }).use(async (other) => {
      const gates = newGates(2);
      const running = other.submit(work.blockFor, gates);
      await opened(gates);
      t.true(await pool.submit(work.abort, running, new RangeError('enough')));
      await t.throwsAsync(running, { name: 'RangeError', message: 'enough' });
      t.false(await pool.submit(work.abort, running));
    });
  });
});

test('the timeouts of a handle are those of any Future', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const gates = newGates(2);
    const running = pool.submit(work.waitFor, gates);
    const thrown = await pool.submit(work.timesOut, running);
    t.deepEqual(
      thrown.map(({ name }) => name),
      Array(3).fill('TimeoutError'),
    );
    open(gates + 1);
    await running;
  });
});

test('a done callback of a handle is called with the handle', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.deepEqual(await pool.submit(work.callBack, pool.submit(work.twice, 2)), [true, 4]);
  });
});

test('wait and asCompleted take handles', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const futures = [1, 2, 3].map((n) => pool.submit(work.twice, n));
    t.deepEqual(await pool.submit(work.waitForAll, futures), [2, 4, 6]);
    t.deepEqual((await pool.submit(work.inOrder, futures)).sort(), [2, 4, 6]);
  });
});

test('a result that cannot travel is a TaskError for the handles, and the Future itself has it', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const memory = new SharedArrayBuffer(8);
    const future = pool.submit(work.echo<SharedArrayBuffer>, memory);
    const thrown = await pool.submit(work.thrownBy, future);
    t.is(thrown[0]?.name, 'TaskError');
    t.regex(thrown[0]?.message ?? '', /^Cannot send the result of a Future: it is an instance of SharedArrayBuffer/);
    t.true((await future) instanceof SharedArrayBuffer);
  });
});

test('functions and classes in the result of a shared Future arrive', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const future = pool.submit(() => ({ double: (n: number) => n * 2 }));
    t.is(await pool.submit(async (given) => (await given).double(21), future), 42);
  });
});

test('a Future that is the result of a Future arrives', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const inner = pool.submit(work.twice, 21);
    const outer = pool.submit(work.echo<{ inner: Future<number> }>, { inner });
    t.is(await pool.submit(async (given) => await (await given).inner, outer), 42);
  });
});

// These two hang when a worker that waits for a handle does not count as one that waits for tasks.
for (const how of ['awaits', 'blocksFor'] as const) {
  test(`${how}: a task of a full pool waits for a Future whose task waits for the pool`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      await new ThreadPoolExecutor(1).use(async (other) => {
        const begun = newGates();
        const future = other.submit(how === 'awaits' ? work.awaitsTwice : work.blocksForTwice, pool, 4, begun);
        t.is(await pool.submit(work[how], future, begun), 9);
      });
    });
  });

  test(`${how}: a task of a full pool waits for a Future that another task of the pool settles`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const [future, begun] = [new Future<number>(), newGates()];
      const waiting = pool.submit(work[how], future, begun);
      await opened(begun);
      await pool.submit(work.setResult, future, 8);
      t.is(await waiting, 9);
    });
  });
}

test('the Futures of a thread that has ended fail in all others', async (t) => {
  await new ThreadPoolExecutor(1).use(async (other) => {
    const gates = newGates(2);
    const dying = new ThreadPoolExecutor(1);
    const { later } = await dying.submit(work.submitInside, other, gates);
    await opened(gates);
    const caught = t.throwsAsync(later, { instanceOf: WorkerTerminated, message: /thread that the Future belongs to/ });
    await t.throwsAsync(dying.submit(work.exit), { instanceOf: WorkerTerminated });
    await caught;
    open(gates + 1);
    await dying.shutdown();
  });
});
