import test from 'ava';
import { ThreadPoolExecutor } from 'nogil';
import { TimeoutError } from 'nogil/futures';
import { Queue } from 'nogil/queue';
import { Cell, Dict, List } from 'nogil/shared';
import {
  BoundedSemaphore,
  Condition,
  Event,
  Lock,
  OwnerDiedError,
  RLock,
  RuntimeError,
  Semaphore,
  Thread,
} from 'nogil/threading';
import { deaths } from './deaths.js';

// Fails when `Lock.acquire` and `acquireSync` take an answer for none that says that the holder has died (`#takeOver`).
test('fault 30: an acquire without a time gets the lock of a thread that has died, too', async (t) => {
  for (const Class of [Lock, RLock]) {
    for (const onAbandoned of ['mark', 'throw'] as const) {
      for (const call of ['acquire', 'acquireSync', 'tryAcquire', 'hold', 'holdSync', 'use', 'useSync'] as const) {
        const lock = new Class({ onAbandoned });
        await Thread.start((lock: Lock | RLock) => {
          lock.acquireSync();
          process.exit();
        }, lock).join();
        t.true(lock.abandoned);
        const error = await (async () =>
          call.startsWith('use') ? lock[call as 'use'](() => {}) : lock[call as 'acquire']())().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        t.is(error instanceof OwnerDiedError, onAbandoned === 'throw', `${Class.name} ${onAbandoned} ${call}`);
        t.is(lock.locked(), error === undefined && !call.startsWith('use'));
      }
    }
  }
});

for (const [name, die] of Object.entries(deaths)) {
  for (const Class of [Lock, RLock]) {
    // Fails when `HeldObjects::end` abandons nothing: the next acquire gets nothing in its time.
    test(`fault 30: ${Class.name} of a thread that dies: the next one gets it, abandoned until it is released (${name})`, async (t) => {
      const lock = new Class();
      await die((lock: Lock | RLock) => void lock.acquireSync(), lock);
      t.true(await lock.acquire(true, 60_000));
      t.true(lock.abandoned);
      lock.release();
      t.false(lock.abandoned);
      t.true(lock.acquireSync(true, 0));
      t.false(lock.abandoned);
      lock.release();
    });

    // Fails when the options of an object do not travel, or `#isWell` and `#own` never throw.
    test(`fault 30: ${Class.name} of a thread that dies throws an OwnerDiedError, once, if it was made to (${name})`, async (t) => {
      const lock = new Class({ onAbandoned: 'throw' });
      await die((lock: Lock | RLock) => void lock.acquireSync(), lock);
      await t.throwsAsync(lock.acquire(true, 60_000), { instanceOf: OwnerDiedError });
      t.false(lock.locked());
      t.true(lock.acquireSync(true, 0));
      lock.release();
      await die((lock: Lock | RLock) => void lock.acquireSync(), lock);
      t.throws(() => lock.acquireSync(true, 60_000), { instanceOf: OwnerDiedError });
      await die((lock: Lock | RLock) => void lock.acquireSync(), lock);
      await t.throwsAsync(
        lock.use(() => t.fail()),
        { instanceOf: OwnerDiedError },
      );
      t.false(lock.locked());
    });
  }
}

for (const [name, die] of Object.entries(deaths)) {
  // Fails when `Object::abandon` does not know of conditions' locks (they are those of RLock and Lock).
  test(`fault 30: a condition of a thread that dies while it holds its lock can be waited for again (${name})`, async (t) => {
    for (const condition of [new Condition(), new Condition(new Lock())]) {
      await die((condition: Condition) => void condition.acquireSync(), condition);
      t.true(await condition.acquire(true, 60_000));
      t.false(await condition.wait(10));
      condition.release();
      t.false(condition.locked());
    }
  });

  // Fails when `Semaphore::abandon` gives no permit back.
  test(`fault 30: the permit of a thread that dies in holdSync() comes back, one that it has acquired does not (${name})`, async (t) => {
    const semaphore = new Semaphore(2);
    await die((semaphore: Semaphore) => void semaphore.holdSync(), semaphore);
    t.true(await semaphore.acquire(true, 60_000));
    t.true(await semaphore.acquire(true, 60_000));
    semaphore.release();
    await die((semaphore: Semaphore) => void semaphore.acquireSync(), semaphore);
    t.false(semaphore.acquireSync(false));
  });
}

// Fails when `Object::abandon` does not know of cells, lists and dicts: what comes next never ends.
test('fault 30: an update whose thread dies changes nothing, and is over', async (t) => {
  const [cell, list, dict] = [new Cell(1), new List([1]), new Dict<string, number>([['a', 1]])];
  const [begun, never] = [new Event(), new Event()];
  const updates: ((die: () => never) => unknown)[] = [
    (die) => cell.update(die),
    (die) => list.update(0, die),
    (die) => dict.update('a', die),
  ];
  for (const update of updates) {
    await Thread.start((update: (die: () => never) => unknown) => update(() => process.exit()), update).join();
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const spin = (update: (die: () => never) => unknown): unknown =>
        update(() => {
          for (;;) {}
        });
      t.true((await pool.options({ runTimeout: 100 }).submit(spin, update).exception()) instanceof TimeoutError);
      const park = (update: (die: () => never) => unknown, begun: Event, never: Event): unknown =>
        update(() => {
          begun.set();
          never.waitSync();
          throw new Error('it was ended');
        });
      begun.clear();
      const parked = pool.options({ runTimeout: 300 }).submit(park, update, begun, never);
      await begun.wait();
      t.is(cell.value, 1);
      await parked.exception();
    });
  }
  t.deepEqual([cell.value, list.at(0), dict.get('a')], [1, 1, 1]);
  t.deepEqual([cell.add(1), list.update(0, (one) => one + 1), dict.update('a', () => 2)], [2, 2, 2]);
});

const locks: Record<string, () => Lock | RLock | Condition> = {
  Lock: () => new Lock(),
  RLock: () => new RLock(),
  Condition: () => new Condition(),
};

for (const [name, make] of Object.entries(locks)) {
  // Fails when `set_ended_well` does nothing: the lock is abandoned.
  test(`fault 30: a thread that ends as it should, or by an error, leaves its ${name} held`, async (t) => {
    const lock = make();
    await Thread.start((lock: Lock | RLock | Condition) => void lock.acquireSync(), lock).join();
    t.true(lock.locked());
    t.false(await lock.acquire(true, 20));
    const inTask = make();
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const fail = (lock: Lock | RLock | Condition): never => {
        lock.acquireSync();
        throw new Error('expected');
      };
      t.is(((await pool.submit(fail, inTask).exception()) as Error).message, 'expected');
    });
    t.true(inTask.locked());
  });
}

const THREADS = 6;

// Fails when `Semaphore`'s `give_back` (or that of a condition) drops what was granted: in the end one is missing.
test('fault 32: threads that are terminated while they acquire, wait and notify lose no permit and no notice', async (t) => {
  const [semaphore, condition, stop] = [new Semaphore(2), new Condition(), new Event()];
  const work = (semaphore: Semaphore, condition: Condition, stop: Event): void => {
    while (!stop.isSet()) {
      using _held = semaphore.holdSync();
      condition.useSync(() => {
        condition.notify();
        condition.waitSync(1);
      });
    }
  };
  await new ThreadPoolExecutor(3).use(async (pool) => {
    const lasting = pool.submit(work, semaphore, condition, stop);
    for (let round = 0; round < THREADS; round++) {
      const dying = [10, 23].map((time) =>
        pool.options({ runTimeout: time + round * 3 }).submit(work, semaphore, condition, stop),
      );
      for (const one of dying) {
        t.true((await one.exception()) instanceof TimeoutError);
      }
    }
    stop.set();
    await lasting;
  });
  t.deepEqual([await semaphore.acquire(true, 60_000), await semaphore.acquire(true, 60_000)], [true, true]);
  t.false(semaphore.acquireSync(false), 'nor is there one too many');
  t.true(await condition.acquire(true, 60_000));
  const notified = Thread.start((condition: Condition) => condition.useSync(() => condition.notify()), condition);
  t.true(await condition.wait(60_000));
  condition.release();
  await notified.join();
});

// Fails when `ConditionWait::give_back` or `withdraw` does not notify another one.
test('fault 32: the notice of a thread that dies before it has the lock goes to another', async (t) => {
  const [condition, begun, other] = [new Condition(new Lock()), new Event(), new Event()];
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const wait = (condition: Condition, begun: Event): boolean =>
      condition.useSync(() => {
        begun.set();
        return condition.waitSync();
      });
    const dying = pool.options({ runTimeout: 400 }).submit(wait, condition, begun);
    await begun.wait();
    const lasting = pool.submit(wait, condition, other);
    await other.wait();
    // It is held until the first one has died, who has the notice by then.
    await condition.acquire();
    condition.notify();
    t.true((await dying.exception()) instanceof TimeoutError);
    condition.release();
    t.true(await lasting.result(60_000));
  });
});

// Fails when `waitForSync` or `waitFor` gives what the first notice brings: the predicate is false then.
test('fault 33: waitFor and waitForSync ask again after each notice, and whoever is overtaken waits on', async (t) => {
  const [condition, tokens, taken] = [new Condition(), new Cell(0), new Queue<number>()];
  const take = (condition: Condition, tokens: Cell<number>, taken: Queue<number>): void =>
    condition.useSync(() => {
      condition.waitForSync(() => tokens.value > 0);
      taken.putNowait(tokens.add(-1));
    });
  const threads = Array.from({ length: 4 }, () => Thread.start(take, condition, tokens, taken));
  const awaiting = Array.from({ length: 4 }, () =>
    condition.use(async () => {
      await condition.waitFor(() => tokens.value > 0);
      taken.putNowait(tokens.add(-1));
    }),
  );
  for (let token = 0; token < 8; token++) {
    await condition.use(() => condition.notifyAll());
    await condition.use(() => {
      tokens.add(1);
      condition.notifyAll();
    });
    t.is(await taken.get(true, 60_000), 0);
  }
  await Promise.all([...threads.map((thread) => thread.join()), ...awaiting]);
  t.deepEqual([tokens.value, taken.qsize()], [0, 0]);
});

// Fails when `#assertOwn`, `Lock.release` or `RLock.#mayRelease` refuses nothing.
test('fault 34: to notify, wait or release without the lock is a RuntimeError, also for another thread', async (t) => {
  const condition = new Condition();
  const error = { instanceOf: RuntimeError };
  t.throws(() => condition.notify(), error);
  t.throws(() => condition.notifyAll(), error);
  t.throws(() => condition.waitSync(0), error);
  await t.throwsAsync(condition.wait(0), error);
  await t.throwsAsync(
    condition.waitFor(() => false, 10),
    error,
  );
  t.throws(() => condition.waitForSync(() => false, 10), error);
  for (const lock of [new Lock(), new RLock(), condition]) {
    t.throws(() => lock.release(), error);
    lock.acquireSync();
    lock.release();
    t.throws(() => lock.release(), error);
  }
  const [rlock, errors] = [new RLock(), new Queue<string>()];
  rlock.acquireSync();
  condition.acquireSync();
  const tryAll = (rlock: RLock, condition: Condition, errors: Queue<string>): void => {
    const calls = [
      () => rlock.release(),
      () => condition.release(),
      () => condition.notify(),
      () => condition.waitSync(0),
    ];
    for (const call of calls) {
      try {
        call();
        errors.putNowait('none');
      } catch (error) {
        errors.putNowait((error as Error).name);
      }
    }
  };
  await Thread.start(tryAll, rlock, condition, errors).join();
  t.deepEqual(
    Array.from({ length: 4 }, () => errors.getNowait()),
    Array.from({ length: 4 }, () => 'RuntimeError'),
  );
  rlock.release();
  condition.release();
});

const MOST = Number.MAX_SAFE_INTEGER;

// Fails when `Semaphore::release` does not look at what it may have at most, or counts in 32 bits.
test('fault 35: a semaphore counts beyond 2^31, never wraps, and is not released too often', (t) => {
  for (const value of [-1, -(2 ** 31)]) {
    t.throws(() => new Semaphore(value), { name: 'ValueError' });
    t.throws(() => new BoundedSemaphore(value), { name: 'ValueError' });
  }
  for (const value of [2 ** 31 - 1, 2 ** 32 - 1, MOST - 1]) {
    const semaphore = new Semaphore(value);
    semaphore.release();
    t.true(semaphore.acquireSync(false));
    const bounded = new BoundedSemaphore(value);
    t.throws(() => bounded.release(), { name: 'ValueError' });
    t.true(bounded.acquireSync(false));
    bounded.release();
    t.throws(() => bounded.release(), { name: 'ValueError' });
  }
  const full = new Semaphore(MOST);
  t.throws(() => full.release(), { name: 'ValueError' });
  t.throws(() => full.release(MOST), { name: 'ValueError' });
  t.true(full.acquireSync(false));
  for (const n of [0, -1]) {
    t.throws(() => full.release(n), { name: 'ValueError' });
  }
  const bounded = new BoundedSemaphore(2);
  bounded.acquireSync();
  t.throws(() => bounded.release(2), { name: 'ValueError' });
  bounded.release();
  t.throws(() => bounded.release(), { name: 'ValueError' });
});
