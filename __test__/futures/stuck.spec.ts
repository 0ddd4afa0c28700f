import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import test, { type ExecutionContext } from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { DeadlockError } from 'nogil/futures';
import { fixture, run } from '../child.js';
import { newGates, open, opened } from '../gates.js';
import { nodes } from '../nodes.js';

const work = tasks(() => import('../fixtures/stuck-work.js'));
const running = tasks(() => import('../fixtures/running-work.js'));

/** A worker that thinks its task is stuck has failed it long before. */
const LATER = 300;

function one(body: (pool: ThreadPoolExecutor) => Promise<unknown>): Promise<unknown> {
  return new ThreadPoolExecutor(1).use(body);
}

function isStuck(t: ExecutionContext, error: unknown, message: RegExp): void {
  t.true(error instanceof DeadlockError, String(error));
  t.regex((error as Error).message, message);
}

// Fails when nobody listens to `beforeExit` (`whenStuck`): the worker ends, and the error is WorkerTerminated.
test('fault 21: a promise that can never settle fails its task, names the function, and the worker goes on', async (t) => {
  await one(async (pool) => {
    const thread = await pool.submit(work.thread);
    isStuck(t, await pool.submit(work.never).exception(), /'never' \(file:.*stuck-work\.js\)/);
    t.is(await pool.submit(work.thread), thread);
    isStuck(t, await pool.submit(work.never).exception(), /'never'/);
    t.is(await pool.submit(work.add, 1, 2), 3);
    t.is(await pool.submit(work.thread), thread);
  });
});

// Fails when a slice does not say its name (`nameToSend`).
test('fault 21: a function of no module is named by its name, or by how its text begins', async (t) => {
  await one(async (pool) => {
    const local = (): Promise<never> => new Promise(() => {});
    isStuck(t, await pool.submit(local).exception(), /'local' \(file:.*stuck\.spec\.js\)/);
    isStuck(t, await pool.submit(async () => new Promise(() => {})).exception(), /'async \(\) => new Promise/);
  });
});

// Fails when `listen` holds the event loop for tasks that go on: they wait for ever.
test('fault 21: where several go on at once, all are stuck, once none of them has anything on the event loop', async (t) => {
  const [begun, end, stuck] = [newGates(), newGates(), newGates()];
  await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker: 3 }).use(async (pool) => {
    const waiting = pool.submit(running.wait, begun, end);
    const others = [pool.submit(work.neverFrom, stuck), pool.submit(work.never)];
    await Promise.all([opened(begun), opened(stuck)]);
    t.deepEqual(
      others.map((future) => future.done()),
      [false, false],
    );
    open(end);
    const thread = await waiting;
    for (const other of others) {
      isStuck(t, await other.exception(), /'never/);
    }
    t.is(await pool.submit(work.thread), thread);
  });
});

// Fails when `settleLater` does not ask whether the task was given up: the ticket is another one's.
test('fault 21: what a task that was given up comes to later concerns no other', async (t) => {
  await one(async (pool) => {
    isStuck(t, await pool.submit(work.neverYet).exception(), /'neverYet'/);
    t.is(await pool.submit(work.resolveOther), 'its own');
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when `giveUp` does not go on: results are handed in by nobody.
test('fault 21: shutdown() does not wait for a task that can never end', async (t) => {
  const pool = new ThreadPoolExecutor(1);
  const future = pool.submit(work.never);
  await pool.shutdown();
  isStuck(t, await future.exception(), /'never'/);
});

// Fails when `stuck.ts` asks for the timers of the program, which it may have replaced.
test('fault 21: a task is found stuck where time stands still for the program', async (t) => {
  await one(async (pool) => {
    isStuck(t, await pool.submit(work.neverWithoutTime).exception(), /'neverWithoutTime'/);
    await pool.submit(work.cleanUp);
  });
});

// Fails when the import is not among what goes on.
test('fault 21: all tasks of a module whose import can never end fail', async (t) => {
  const never = tasks(() => import('../fixtures/never-settles.js'));
  await one(async (pool) => {
    for (const future of [pool.submit(never.add, 1, 2), pool.submit(never.add, 3, 4)]) {
      isStuck(t, await future.exception(), /'add' \(file:.*never-settles\.js\)/);
    }
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

// Fails when timers that have fired, or were cleared, count (`TIME`).
test('fault 21: timers that fire no more save no task', async (t) => {
  await one(async (pool) => {
    isStuck(t, await pool.submit(work.neverAfterTimers).exception(), /'neverAfterTimers'/);
  });
});

// Fails when `whenStuck` gives up at once, and gives the event loop no further turn.
test("fault 21: an unref'd immediate comes, and its task is not stuck", async (t) => {
  await one(async (pool) => {
    t.is(await pool.submit(work.unrefdImmediate), 'fired');
  });
});

for (const name of ['unrefdTimeout', 'unrefdDelay', 'abortSignalTimeout'] as const) {
  // Fails when `shortestUnrefdTimer` finds none.
  test(`fault 21: a task that awaits an unref'd timer is not stuck: ${name}`, async (t) => {
    for (const tasksPerWorker of [1, 2]) {
      await new ThreadPoolExecutor({ maxWorkers: 1, tasksPerWorker }).use(async (pool) => {
        t.is(await pool.submit(work[name], LATER), 'fired');
      });
    }
  });
}

// Fails when timers that were found are given time only once (`judge`).
test("fault 21: a task that awaits an unref'd interval is not stuck", async (t) => {
  await one(async (pool) => {
    t.is(await pool.submit(work.unrefdInterval, 50, 5), 'fired');
  });
});

// Fails when `holdWhileWaiting` holds nothing.
test('fault 21: a task that awaits Atomics.waitAsync is not stuck: another thread notifies it', async (t) => {
  const begun = newGates();
  await one(async (pool) => {
    const memory = new Int32Array(new SharedArrayBuffer(4));
    const future = pool.submit(work.waitFor, begun, memory);
    await opened(begun);
    await delay(LATER);
    Atomics.notify(memory, 0);
    t.is(await future, 'ok');
    isStuck(t, await pool.submit(work.never).exception(), /'never'/);
  });
});

// Fails when `holdWhileWaiting` does not release.
test('fault 21: a task that awaits Atomics.waitAsync with a timeout is not stuck, and holds no other afterwards', async (t) => {
  await one(async (pool) => {
    const memory = new Int32Array(new SharedArrayBuffer(4));
    t.is(await pool.submit(work.waitFor, newGates(), memory, LATER), 'timed-out');
    isStuck(t, await pool.submit(work.never).exception(), /'never'/);
  });
});

test('Atomics.waitAsync looks and works in workers as elsewhere', async (t) => {
  await one(async (pool) => {
    const attributes = { writable: true, enumerable: false, configurable: true };
    t.deepEqual(await pool.submit(work.describeWaitAsync), [
      attributes,
      'waitAsync',
      4,
      false,
      'not-equal',
      'TypeError',
    ]);
    const memory = new Int32Array(new SharedArrayBuffer(4));
    t.like(await pool.submit(Reflect.get(Atomics, 'waitAsync'), memory, 0, 1), { async: false, value: 'not-equal' });
  });
});

// Fails when a task that was submitted holds no event loop (`open` in pending.ts).
test('fault 21: a task that awaits a Future of another executor is not stuck', async (t) => {
  await new ThreadPoolExecutor(1).use((other) =>
    one(async (pool) => {
      t.is(await pool.submit(work.submitOther, other, LATER), 'fired');
    }),
  );
});

test('fault 21: a task that awaits one that it has submitted to its own pool is not stuck', async (t) => {
  await one(async (pool) => {
    t.is(await pool.submit(work.submitOther, pool, LATER), 'fired');
  });
});

// Fails when the timer of `result` holds no event loop.
test('fault 21: a task that awaits a Future for some time is not stuck', async (t) => {
  await one(async (pool) => {
    t.is(await pool.submit(work.awaitResult, LATER), 'TimeoutError');
  });
});

test('fault 21: a task that awaits a message is not stuck', async (t) => {
  const begun = newGates();
  const { port1, port2 } = new MessageChannel();
  await one(async (pool) => {
    const future = pool.options({ transfer: [port2] }).submit(work.hear, begun, port2);
    await opened(begun);
    await delay(LATER);
    port1.postMessage('heard');
    t.is(await future, 'heard');
  });
  port1.close();
});

test('fault 21: a task that awaits a connection is not stuck', async (t) => {
  const begun = newGates();
  const { port1, port2 } = new MessageChannel();
  await one(async (pool) => {
    const future = pool.options({ transfer: [port2] }).submit(work.listen, begun, port2);
    const [port] = await once(port1, 'message');
    await opened(begun);
    await delay(LATER);
    connect(port, '127.0.0.1').end();
    t.is(await future, 'connected');
  });
  port1.close();
});

for (const times of [1, 3]) {
  // Fails when `judge` comes before the listeners, or does not ask what they have begun.
  test(`fault 21: a task that a listener of beforeExit goes on with is not stuck: ${times} times`, async (t) => {
    await one(async (pool) => {
      t.is(await pool.submit(work.endBeforeExit, times), 'ended');
    });
  });
}

test('fault 21: a listener of beforeExit that begins nothing saves no task', async (t) => {
  await one(async (pool) => {
    await pool.submit(work.leaveListener);
    isStuck(t, await pool.submit(work.never).exception(), /'never'/);
    t.is(await pool.submit(work.add, 1, 2), 3);
  });
});

for (const { major, path } of nodes) {
  const comes = ['fired', 'timed-out', 'ended', true];

  test.serial(`fault 21: Node ${major}: a stuck task is told from those that are not`, async (t) => {
    const { code, stdout, stderr } = await run(path, [fixture('stuck-program.js')]);
    t.is(code, 0, stderr);
    t.deepEqual(JSON.parse(stdout), ['DeadlockError', 'fired', 'fired', ...comes]);
  });

  // Fails when `shortestUnrefdTimer` throws where there is no inspector: the worker ends.
  test.serial(`fault 21: Node ${major}: where the inspector is denied, unref'd timers count for nothing`, async (t) => {
    const permission = major < 22 ? '--experimental-permission' : '--permission';
    const flags = [permission, '--allow-worker', '--allow-addons', '--allow-fs-read=*'];
    const { code, stdout, stderr } = await run(path, [...flags, fixture('stuck-program.js')]);
    t.is(code, 0, stderr);
    t.deepEqual(JSON.parse(stdout), ['DeadlockError', 'DeadlockError', 'DeadlockError', ...comes]);
  });
}
