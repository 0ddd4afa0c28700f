import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { type TaskOptions, TimeoutError, ValueError } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/running-work.js'));

const refused: [options: unknown, refusal: RegExp, isValue: boolean][] = [
  [undefined, /^options: expected an object; got undefined/, false],
  [{ timeout: 1 }, /^options: expected signal, .*; got unknown key 'timeout'/, false],
  [{ signal: {} }, /^signal: expected an AbortSignal; got object/, false],
  [{ transfer: {} }, /^transfer: expected an array; got object/, false],
  [{ priority: 1 }, /^priority: expected 'high', 'normal' or 'low'; got 1/, false],
  [{ priority: 'urgent' }, /^priority: expected 'high', 'normal' or 'low'; got 'urgent'/, true],
];

for (const [options, refusal, isValue] of refused) {
  test(`options() refuses ${JSON.stringify(options)}`, (t) => {
    const error = t.throws(() => new ThreadPoolExecutor(1).options(options as TaskOptions), { message: refusal });
    t.is(error instanceof ValueError, isValue);
    t.is(error instanceof TypeError, !isValue);
  });
}

for (const name of ['runTimeout', 'deadline'] as const) {
  // Fails when `checkLimit` takes what is not less than 0 for a time, or does not know TIMEOUT_MAX.
  test(`fault 44: ${name}: bad times throw at once, and those that have no end are no limit`, async (t) => {
    const pool = new ThreadPoolExecutor(1);
    for (const wrong of ['1', 1n, {}, true]) {
      t.throws(() => pool.options({ [name]: wrong } as TaskOptions), { instanceOf: TypeError, message: RegExp(name) });
    }
    for (const wrong of [-1, -2, Number.NaN, Number.NEGATIVE_INFINITY, 1e20, 9_223_372_036_001]) {
      t.throws(() => pool.options({ [name]: wrong }), { instanceOf: ValueError, message: RegExp(name) });
    }
    for (const none of [null, undefined, Number.POSITIVE_INFINITY, 2 ** 31, 9_223_372_036_000]) {
      t.is(await pool.options({ [name]: none }).submit(work.add, 1, 2), 3);
    }
    await pool.shutdown();
  });
}

// Fails when a time is given to `setTimeout` as it is, and `Alarm.look` does not ask the clock.
test('fault 44: a time longer than a timer can have does not end the task at once', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const long = pool.options({ runTimeout: 2 ** 31, deadline: 2 ** 33 }).submit(work.wait, begun, end);
    await opened(begun);
    // Timers of 1 ms would have rung.
    await pool.options({ deadline: 300 }).submit(work.wait, newGates(), newGates()).exception();
    t.false(long.done());
    open(end);
    t.is(typeof (await long), 'number');
  });
});

test('tasks of high priority are begun first, those of low priority last, each in their order', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.block, begun, end);
    await opened(begun);
    const low = pool.options({ priority: 'low' });
    const high = pool.options({ priority: 'high' });
    const all = [
      low.submit(work.note, 5),
      pool.submit(work.note, 3),
      high.submit(work.note, 1),
      low.submit(work.note, 6),
      pool.options({}).submit(work.note, 4),
      high.submit(work.note, 2),
    ];
    // The last one is sent when the turn ends.
    await Promise.resolve();
    open(end);
    await Promise.all([first, ...all]);
    t.deepEqual(await pool.submit(work.takeNotes), [1, 2, 3, 4, 5, 6]);
  });
});

test('map submits with the options', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const results = pool.options({ runTimeout: 60_000 }).map(work.add, [1, 2], [10, 20]);
    t.deepEqual(await results.toArray(), [11, 22]);
  });
});

test('a signal that is aborted already has nothing submitted', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.options({ signal: AbortSignal.abort('too late') }).submit(work.note, 1);
    t.true(future.done());
    t.is(await future.exception(), 'too late');
    t.deepEqual(await pool.submit(work.takeNotes), []);
  });
});

test('a deadline of 0 has nothing submitted', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const future = pool.options({ deadline: 0 }).submit(work.note, 1);
    t.true((await future.exception()) instanceof TimeoutError);
    t.deepEqual(await pool.submit(work.takeNotes), []);
  });
});

test('a signal cancels the tasks that wait and ends those that run, with its reason', async (t) => {
  const begun = newGates();
  const controller = new AbortController();
  const reason = new Error('the user has gone');
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const aborted = pool.options({ signal: controller.signal });
    const futures = [aborted.submit(work.spin, begun), aborted.submit(work.note, 1), aborted.submit(work.note, 2)];
    const other = pool.submit(work.takeNotes);
    await opened(begun);
    controller.abort(reason);
    for (const future of futures) {
      t.is(await future.exception(), reason);
    }
    t.deepEqual(await other, []);
  });
});

test('a signal that outlives its tasks keeps nothing of them', async (t) => {
  const { signal } = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<AbortSignal['addEventListener']>) => {
    listeners += 1;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<AbortSignal['addEventListener']>) => {
    listeners -= 1;
    removeEventListener.apply(signal, args);
  };
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const watched = pool.options({ signal });
    const futures = Array.from({ length: 50 }, () => watched.submit(work.add, 1, 2));
    t.is(listeners, 1);
    await Promise.all(futures);
    t.is(listeners, 0);
  });
});

test('runTimeout counts from the beginning of the task, and not in the queue', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.block, begun, end);
    const limited = pool.options({ runTimeout: 2_000 }).submit(work.add, 1, 2);
    await opened(begun);
    // The other has waited for longer than it may run, when it begins.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    t.false(limited.done());
    open(end);
    t.is(await limited, 3);
    await first;
  });
});

test('a deadline ends a task that waits, which never runs', async (t) => {
  const [begun, end] = [newGates(), newGates()];
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const first = pool.submit(work.block, begun, end);
    await opened(begun);
    const error = await pool.options({ deadline: 100 }).submit(work.note, 1).exception();
    t.true(error instanceof TimeoutError);
    t.regex((error as Error).message, /its deadline of 100 ms from the submit/);
    open(end);
    await first;
    t.deepEqual(await pool.submit(work.takeNotes), []);
  });
});

test('a deadline ends a task that runs', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await pool.options({ deadline: 200 }).submit(work.spin, begun).exception();
    t.true(error instanceof TimeoutError);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('a task that another task has submitted is ended by its runTimeout', async (t) => {
  const begun = newGates();
  await new ThreadPoolExecutor(2).use(async (pool) => {
    t.regex(await pool.submit(work.submitSpin, pool, begun), /TimeoutError: .* runTimeout of 200 ms/);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

test('a signal ends its tasks when some of them have ended, and no others', async (t) => {
  const gates = newGates(4);
  const controller = new AbortController();
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const aborted = pool.options({ signal: controller.signal });
    const left = aborted.submit(work.wait, gates, gates + 1);
    await opened(gates);
    t.is(await aborted.submit(work.add, 1, 2), 3);
    // It has the number of the one that has ended.
    const other = pool.submit(work.wait, gates + 2, gates + 3);
    await opened(gates + 2);
    controller.abort('enough');
    t.is(await left.exception(), 'enough');
    open(gates + 3);
    t.is(typeof (await other), 'number');
  });
});

test('the options hold for what map submits', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const results = pool.options({ signal: AbortSignal.abort('too late') }).map(work.note, [1, 2]);
    t.is(await results.next().catch((reason: unknown) => reason), 'too late');
    t.deepEqual(await pool.submit(work.takeNotes), []);
  });
});

test('options that are null are as if they were not there', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const none = { signal: null, runTimeout: null, deadline: null, priority: undefined, transfer: undefined };
    t.is(await pool.options(none).submit(work.add, 1, 2), 3);
  });
});

test('a task that has ended while a signal aborts others is left alone', async (t) => {
  const controller = new AbortController();
  const { signal } = controller;
  const [begun, end] = [newGates(), newGates()];
  const [busy, free] = [new ThreadPoolExecutor(1), new ThreadPoolExecutor(1)];
  busy.submit(work.wait, begun, end);
  const first = free.options({ signal }).submit(work.add, 1, 2);
  const second = busy.options({ signal }).submit(work.note, 1);
  let sum: number | undefined;
  second.addDoneCallback(() => {
    sum = first.resultSync();
  });
  controller.abort('enough');
  t.is(sum, 3);
  t.is(await second.exception(), 'enough');
  open(end);
  await Promise.all([busy.shutdown(), free.shutdown()]);
});
