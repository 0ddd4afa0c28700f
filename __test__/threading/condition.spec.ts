// Condition: what is not in Python's tests.
import test from 'ava';
import { RuntimeError, ThreadPoolExecutor, ValueError } from 'nogil/futures';
import { Condition, Lock, RLock, Semaphore } from 'nogil/threading';

const kinds: [name: string, make: () => Condition][] = [
  ['RLock', () => new Condition()],
  ['Lock', () => new Condition(new Lock())],
];

for (const [name, make] of kinds) {
  test(`${name}: an aborted wait throws the reason, and has the lock again`, async (t) => {
    const condition = make();
    await condition.use(async () => {
      const controller = new AbortController();
      const waiting = condition.wait({ signal: controller.signal });
      t.false(condition.locked());
      controller.abort(new Error('enough'));
      await t.throwsAsync(waiting, { message: 'enough' });
      t.true(condition.locked());
      t.notThrows(() => condition.notify());
    });
    t.false(condition.locked());
  });

  test(`${name}: an aborted wait throws only when it has the lock again, that another holds`, async (t) => {
    const condition = make();
    const order: string[] = [];
    const controller = new AbortController();
    const waiting = condition
      .use(() => condition.wait({ signal: controller.signal }))
      .catch(() => order.push('thrown'));
    await condition.use(async () => {
      controller.abort();
      await new Promise(setImmediate);
      order.push('released');
    });
    await waiting;
    t.deepEqual(order, ['released', 'thrown']);
    t.false(condition.locked());
  });

  test(`${name}: a wait whose time is over waits for the lock all the same`, async (t) => {
    const condition = make();
    const order: unknown[] = [];
    const waiting = condition.use(async () => {
      order.push(await condition.wait(1));
    });
    await condition.use(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      order.push('released');
    });
    await waiting;
    t.deepEqual(order, ['released', false]);
  });

  test(`${name}: a signal that has fired before throws, with the lock held`, async (t) => {
    const condition = make();
    await condition.use(async () => {
      await t.throwsAsync(condition.wait({ signal: AbortSignal.abort(new Error('before')) }), { message: 'before' });
      t.true(condition.locked());
    });
    t.false(condition.locked());
  });

  test(`${name}: an aborted wait uses up no notice`, async (t) => {
    const condition = make();
    const controller = new AbortController();
    const first = condition.use(() => condition.wait({ signal: controller.signal }));
    const second = condition.use(() => condition.wait(10_000));
    await condition.use(() => {});
    controller.abort(new Error('gone'));
    await t.throwsAsync(first, { message: 'gone' });
    await condition.use(() => condition.notify());
    t.true(await second);
  });

  test(`${name}: waiters are notified in the order in which they came`, async (t) => {
    const condition = make();
    const order: number[] = [];
    const waiting = [0, 1, 2, 3].map((one) =>
      condition.use(async () => {
        await condition.wait();
        order.push(one);
      }),
    );
    await condition.use(() => condition.notify(2));
    await Promise.all(waiting.slice(0, 2));
    t.deepEqual(order, [0, 1]);
    await condition.use(() => condition.notifyAll());
    await Promise.all(waiting);
    t.deepEqual(order, [0, 1, 2, 3]);
  });

  test(`${name}: a notice is not kept for who waits later`, async (t) => {
    const condition = make();
    await condition.use(async () => {
      condition.notify();
      condition.notifyAll();
      t.false(await condition.wait(5));
      t.false(condition.waitSync(5));
    });
  });

  test(`${name}: waitFor() gives what the predicate gives, which may be asynchronous`, async (t) => {
    const condition = make();
    t.is(await condition.use(() => condition.waitFor(async () => 'at once')), 'at once');
    t.is(await condition.use(() => condition.waitFor(() => 0, 1)), 0);
    t.is(
      condition.useSync(() => condition.waitForSync(() => '', 1)),
      '',
    );
  });

  test(`${name}: waitFor() throws what the predicate throws, with the lock held`, async (t) => {
    const condition = make();
    const fail = () => {
      throw new Error('predicate');
    };
    await condition.use(async () => {
      await t.throwsAsync(condition.waitFor(fail), { message: 'predicate' });
      t.throws(() => condition.waitForSync(fail), { message: 'predicate' });
      t.true(condition.locked());
    });
  });

  test(`${name}: waitFor() ends by its signal, with the lock held`, async (t) => {
    const condition = make();
    await condition.use(async () => {
      const controller = new AbortController();
      const waiting = condition.waitFor(() => false, { signal: controller.signal });
      setImmediate(() => controller.abort(new Error('enough')));
      await t.throwsAsync(waiting, { message: 'enough' });
      t.true(condition.locked());
    });
  });

  test(`${name}: waitFor() asks once where there is no time`, async (t) => {
    const condition = make();
    let asked = 0;
    const ask = () => {
      asked += 1;
      return false;
    };
    await condition.use(() => condition.waitFor(ask, 0));
    t.is(asked, 1);
  });

  test(`${name}: waitFor() without the lock is a RuntimeError where it has to wait`, async (t) => {
    const condition = make();
    await t.throwsAsync(
      condition.waitFor(() => false),
      { instanceOf: RuntimeError },
    );
    t.throws(() => condition.waitForSync(() => false), { instanceOf: RuntimeError });
  });

  test(`${name}: arguments that are none are refused by name`, async (t) => {
    const condition = make();
    const refused = (message: RegExp) => ({ instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message });
    await condition.use(async () => {
      t.throws(() => condition.notify('1' as never), refused(/^n: /));
      t.throws(() => condition.notify(1.5), refused(/^n: /));
      t.throws(() => condition.notify(-1), { instanceOf: ValueError, message: /^n: / });
      await t.throwsAsync(condition.waitFor(1 as never), refused(/^predicate: /));
      t.throws(() => condition.waitForSync(null as never), refused(/^predicate: /));
      await t.throwsAsync(condition.wait({ time: 1 } as never), refused(/'time'/));
      await t.throwsAsync(condition.wait({ signal: 1 } as never), refused(/^signal: /));
    });
  });

  test(`${name}: threads that block and code that awaits wait for one condition`, async (t) => {
    await new ThreadPoolExecutor(2).use(async (pool) => {
      const condition = make();
      const state = new Int32Array(new SharedArrayBuffer(4));
      const blocked = pool.submit(() => condition.useSync(() => condition.waitForSync(() => state[0])));
      const awaited = condition.use(() => condition.waitFor(() => state[0]));
      await pool.submit(() =>
        condition.useSync(() => {
          state[0] = 5;
          condition.notifyAll();
        }),
      );
      t.deepEqual(await Promise.all([blocked, awaited]), [5, 5]);
    });
  });
}

test('a Condition refuses what is no lock', (t) => {
  for (const lock of [1, {}, new Semaphore(), new Condition()]) {
    t.throws(() => new Condition(lock as never), { instanceOf: TypeError, message: /^lock: / });
  }
  t.notThrows(() => new Condition(null));
});

test('two conditions share a lock', async (t) => {
  const lock = new RLock();
  const [one, other] = [new Condition(lock), new Condition(lock)];
  const waiting = one.use(() => one.wait());
  await other.use(() => other.notifyAll());
  t.true(await other.use(() => lock.locked()));
  await lock.use(() => one.notify());
  t.true(await waiting);
});
