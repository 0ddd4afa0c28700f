import test from 'ava';
import { currentThread, setExcepthook, Thread } from 'nogil/threading';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';

const asBytes = (): Int32Array => new Int32Array(new SharedArrayBuffer(64));

test('a thread that is sent to another can be joined there', async (t) => {
  const [gate, joins] = [newGates(), newGates()];
  const thread = new Thread({ target: () => blockUntilOpen(gate), name: 'first' });
  thread.start();
  const seen = asBytes();
  const other = Thread.start(
    (thread: Thread, seen: Int32Array, joins: number) => {
      seen[0] = thread.isAlive() ? 1 : 0;
      seen[1] = thread.name === 'first' && thread instanceof Thread ? 1 : 0;
      thread.joinSync(1);
      seen[2] = thread.isAlive() ? 1 : 0;
      open(joins);
      thread.joinSync();
      seen[3] = thread.isAlive() ? 1 : 0;
    },
    thread,
    seen,
    joins,
  );
  await opened(joins);
  open(gate);
  await thread.join();
  await other.join();
  t.deepEqual([...seen.slice(0, 4)], [1, 1, 1, 0]);
});

test('a thread that has ended can be sent, and awaited', async (t) => {
  const thread = Thread.start(() => {});
  await thread.join();
  const seen = asBytes();
  await Thread.start(
    async (thread: Thread, seen: Int32Array) => {
      await thread.join();
      seen[0] = thread.isAlive() ? 1 : 2;
    },
    thread,
    seen,
  ).join();
  t.is(seen[0], 2);
});

test('a thread that comes to itself is the current one there', async (t) => {
  const seen: unknown[] = [];
  const before = setExcepthook(({ excValue }) => seen.push((excValue as Error).message));
  const thread: Thread = new Thread(() => thread.join());
  thread.start();
  await thread.join();
  setExcepthook(before);
  t.deepEqual(seen, ['cannot join current thread']);
});

test('who is sent the current thread can join it', async (t) => {
  const seen = asBytes();
  await Thread.start((seen: Int32Array) => {
    const me = currentThread();
    Thread.start(
      (starter: Thread, seen: Int32Array) => {
        starter.joinSync();
        seen[0] = starter.isAlive() ? 1 : 2;
        Atomics.notify(seen, 0);
      },
      me,
      seen,
    );
  }, seen).join();
  while (Atomics.load(seen, 0) === 0) {
    Atomics.wait(seen, 0, 0, 100);
  }
  t.is(seen[0], 2);
});
