import test from 'ava';
import { Local, Thread } from 'nogil/threading';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';

const shared = (): Int32Array => new Int32Array(new SharedArrayBuffer(256));

test('test_threading_local: test_derived: what a constructor sets in one thread is set in all', async (t) => {
  class Derived extends Local {
    x = 0;
    constructor(readonly start: number) {
      super(start);
      this.x = start;
    }
  }
  const local = new Derived(5);
  const seen = shared();
  const threads = Array.from({ length: 5 }, (_, n) =>
    Thread.start(
      (local: Derived, n: number, seen: Int32Array) => {
        const before = local.x;
        local.x = n;
        seen[n] = before === 5 && local.x === n ? 1 : 2;
      },
      local,
      n,
      seen,
    ),
  );
  await Promise.all(threads.map((thread) => thread.join()));
  t.deepEqual([...seen.slice(0, 5)], [1, 1, 1, 1, 1]);
  t.is(local.x, 5);
});

test('test_threading_local: test_arguments: a constructor is called with any arguments', (t) => {
  class Any extends Local {
    readonly got: unknown[];
    constructor(...args: unknown[]) {
      super(...args);
      this.got = args;
    }
  }
  t.deepEqual(new Any().got, []);
  t.deepEqual(new Any(1, { a: 2 }).got, [1, { a: 2 }]);
});

/** Each of ten threads appends to a list of its own. */
async function listsOfThreads(local: Local & { list?: number[] }): Promise<number[]> {
  const seen = shared();
  local.list = [-1];
  const threads = Array.from({ length: 10 }, (_, n) =>
    Thread.start(
      (local: Local & { list?: number[] }, n: number, seen: Int32Array) => {
        const wasEmpty = local.list === undefined || local.list.length === 0;
        local.list = [...(local.list ?? []), n, n * n];
        seen[n] = wasEmpty ? (local.list[1] as number) : -1;
      },
      local,
      n,
      seen,
    ),
  );
  await Promise.all(threads.map((thread) => thread.join()));
  return [...seen.slice(0, 10), ...local.list];
}

const squares = [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, -1];

test('test_threading_local: test_threading_local: each thread has a list of its own', async (t) => {
  t.deepEqual(await listsOfThreads(new Local()), squares);
});

test('test_threading_local: test_threading_local_subclass: so it has of a class that extends Local', async (t) => {
  class LocalSubclass extends Local {
    list: number[] = [];
  }
  t.deepEqual(await listsOfThreads(new LocalSubclass()), squares);
});

test('test_threading_local: test_dict_attribute: the attributes are those of the thread alone', async (t) => {
  const local = new Local() as Local & Record<string, unknown>;
  local['x'] = 5;
  const [seen, gate] = [shared(), newGates()];
  const thread = Thread.start(
    (local: Local & Record<string, unknown>, seen: Int32Array, gate: number) => {
      seen[0] = Object.keys(local).length;
      local['y'] = 1;
      seen[1] = Object.keys(local).length;
      open(gate);
    },
    local,
    seen,
    gate,
  );
  await opened(gate);
  blockUntilOpen(gate);
  await thread.join();
  t.deepEqual([...seen.slice(0, 2)], [0, 1]);
  t.deepEqual(Object.keys(local), ['x']);
});

test('test_threading_local: test_dict_attribute_subclass: so they are of a class that extends Local', async (t) => {
  class LocalSubclass extends Local {
    z = 3;
  }
  const local = new LocalSubclass();
  const seen = shared();
  await Thread.start(
    (local: LocalSubclass, seen: Int32Array) => {
      seen[0] = Object.keys(local).length;
      seen[1] = local.z;
    },
    local,
    seen,
  ).join();
  t.deepEqual([...seen.slice(0, 2)], [1, 3]);
});
