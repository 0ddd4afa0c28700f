import test from 'ava';
import { sleepSync } from 'nogil';
import { TaskError, ThreadPoolExecutor } from 'nogil/futures';
import { currentThread, RuntimeError, Thread, type ThreadOptions } from 'nogil/threading';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';
import { whatItPrints } from './programs.js';

const results = () => new Int32Array(new SharedArrayBuffer(16));

function add(into: Int32Array, a: number, b: number): void {
  into[0] = a + b;
}

test('a thread runs its target with its arguments, at the same time as who has started it', async (t) => {
  const [begun, goesOn] = [newGates(), newGates()];
  const into = results();
  const thread = new Thread({
    target: (into: Int32Array) => {
      open(begun);
      blockUntilOpen(goesOn);
      into[0] = 5;
    },
    args: [into],
  });
  thread.start();
  await opened(begun);
  t.is(into[0], 0);
  open(goesOn);
  await thread.join();
  t.is(into[0], 5);
});

test('the target may stand before the options, and Thread.start makes a thread and starts it', async (t) => {
  const [into, other] = [results(), results()];
  const thread = new Thread(add, { args: [into, 1, 2] });
  thread.start();
  const short = Thread.start(add, other, 3, 4);
  await Promise.all([thread.join(), short.join()]);
  t.deepEqual([into[0], other[0]], [3, 7]);
});

test('a thread without a target ends at once', async (t) => {
  const thread = new Thread();
  thread.start();
  await thread.join();
  t.false(thread.isAlive());
});

test('a thread whose target is asynchronous lives until its promise is settled', async (t) => {
  const [begun, goesOn] = [newGates(), newGates()];
  const thread = Thread.start(async () => {
    open(begun);
    await opened(goesOn);
  });
  await opened(begun);
  t.true(thread.isAlive());
  open(goesOn);
  await thread.join();
  t.false(thread.isAlive());
});

test('threads never stand behind one another', async (t) => {
  const gates = newGates(8);
  const shut = newGates();
  const threads = Array.from({ length: 8 }, (_, index) =>
    Thread.start((gate: number) => {
      open(gate);
      blockUntilOpen(shut);
    }, gates + index),
  );
  for (let index = 0; index < 8; index++) {
    await opened(gates + index);
  }
  t.true(threads.every((thread) => thread.isAlive()));
  open(shut);
  await Promise.all(threads.map((thread) => thread.join()));
  t.true(threads.every((thread) => !thread.isAlive()));
});

test('the name tells the number and the target, and can be changed', async (t) => {
  const thread = new Thread(add, { args: [results(), 1, 2] });
  t.regex(thread.name, /^Thread-\d+ \(add\)$/);
  t.regex(new Thread().name, /^Thread-\d+$/);
  t.is(new Thread({ name: 'reader' }).name, 'reader');
  thread.name = 'adder';
  t.is(thread.name, 'adder');
  const renamed = new Thread(
    () => {
      currentThread().name = `${currentThread().name} of files`;
    },
    { name: 'reader' },
  );
  renamed.start();
  await renamed.join();
  t.is(renamed.name, 'reader of files');
});

test('it is known what becomes of a thread, also in what is printed of it', async (t) => {
  const goesOn = newGates();
  const thread = new Thread({ target: () => blockUntilOpen(goesOn), name: 'one', daemon: true });
  const shown = () => whatItPrints(thread);
  t.is(shown(), '<Thread(one, initial daemon)>');
  t.is(thread.ident, null);
  thread.start();
  t.is(shown(), `<Thread(one, started daemon ${thread.ident})>`);
  open(goesOn);
  await thread.join();
  t.is(shown(), `<Thread(one, stopped daemon ${thread.ident})>`);
});

test('a target that cannot be sent is refused by start, and the thread can be started later', async (t) => {
  const socket = new WeakMap<object, number>();
  const thread = new Thread(() => socket.has({}));
  const error = t.throws(() => thread.start(), { instanceOf: TaskError });
  t.regex(error.message, /socket/);
  t.false(thread.isAlive());
  t.throws(() => thread.join(), { message: 'cannot join thread before it is started' });
});

test('an argument that cannot be sent is refused by start', (t) => {
  const thread = new Thread(add as (...args: unknown[]) => void, { args: [1, new WeakSet()] });
  t.throws(() => thread.start(), { instanceOf: TaskError, message: /^Cannot send argument 2/ });
});

for (const [options, message] of [
  [1, 'options: expected an object; got 1'],
  [{ target: 'add' }, 'target: expected a function; got string'],
  [{ args: 'a' }, 'args: expected an array; got string'],
  [{ name: 1 }, 'name: expected a string; got 1'],
  [{ daemon: 'yes' }, 'daemon: expected a boolean; got string'],
  [{ fresh: 0 }, 'fresh: expected a boolean; got 0'],
  [{ kwargs: {} }, "options: expected target, args, name, daemon, fresh; got unknown key 'kwargs'"],
] as const) {
  test(`new Thread(${JSON.stringify(options)}) is refused`, (t) => {
    t.throws(() => new Thread(options as unknown as ThreadOptions), { instanceOf: TypeError, message });
  });
}

test('what is no name, no boolean and no function is refused', (t) => {
  const thread = new Thread();
  t.throws(() => Object.assign(thread, { name: 1 }), { message: 'name: expected a string; got 1' });
  t.throws(() => Object.assign(thread, { daemon: 1 }), { message: 'daemon: expected a boolean; got 1' });
  t.throws(() => Thread.start('add' as never), { message: 'fn: expected a function; got string' });
  t.throws(() => new Thread(add, { target: add } as never), { message: /^options.target: / });
});

test('a thread cannot be started twice, and its daemon status not be changed then', async (t) => {
  const thread = Thread.start(() => {});
  t.throws(() => thread.start(), { instanceOf: RuntimeError, message: 'threads can only be started once' });
  t.throws(() => Object.assign(thread, { daemon: true }), {
    instanceOf: RuntimeError,
    message: 'cannot set daemon status of active thread',
  });
  await thread.join();
  t.throws(() => thread.start(), { message: 'threads can only be started once' });
});

test('run() calls the target in the calling thread, once', (t) => {
  const calls: number[] = [];
  const thread = new Thread((n: number) => calls.push(n), { args: [1] });
  t.is(thread.run(), 1);
  t.is(thread.run(), undefined);
  t.deepEqual(calls, [1]);
});

test('threads start while the thread that starts them is blocked', (t) => {
  const into = results();
  const threads = [1, 2, 3].map((n) => Thread.start(add, into, n, n));
  for (const thread of threads) {
    thread.joinSync();
  }
  t.true(threads.every((thread) => !thread.isAlive()));
  t.true([2, 4, 6].includes(into[0] as number));
});

test('threads run while the thread that has started them waits for shared memory', async (t) => {
  const into = results();
  const threads = [1, 2, 3].map((n) =>
    Thread.start(
      (into: Int32Array, n: number) => {
        into[n] = n;
        Atomics.notify(into, n);
      },
      into,
      n,
    ),
  );
  for (const n of [1, 2, 3]) {
    Atomics.wait(into, n, 0);
  }
  t.deepEqual([...into], [0, 1, 2, 3]);
  await Promise.all(threads.map((thread) => thread.join()));
});

test('a thread is seen to have ended while this one sleeps', async (t) => {
  const ended = newGates();
  const thread = Thread.start(() => open(ended));
  await opened(ended);
  while (thread.isAlive()) {
    sleepSync(1);
  }
  t.false(thread.isAlive());
});

test('a thread can be started in a worker of an executor', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const into = results();
    await pool.submit(async (into: Int32Array) => {
      await Thread.start((into: Int32Array) => {
        into[0] = 7;
      }, into).join();
    }, into);
    t.is(into[0], 7);
  });
});
