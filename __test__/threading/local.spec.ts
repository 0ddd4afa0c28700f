import test from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';
import { Local, Thread } from 'nogil/threading';
import { newGates, open } from '../gates.js';

const ofModule = new Local() as Local & { value?: number };
ofModule.value = 1;

class Account extends Local {
  balance: number;
  readonly #start: number;
  constructor(start: number) {
    super(start);
    this.#start = start;
    this.balance = start;
  }
  spent(): number {
    return this.#start - this.balance;
  }
}

const asBytes = (): Int32Array => new Int32Array(new SharedArrayBuffer(64));

test('a Local is empty in each thread that first sees it', async (t) => {
  const local = new Local() as Local & { value?: number };
  local.value = 1;
  const seen = asBytes();
  for (let round = 0; round < 3; round++) {
    await Thread.start(
      (local: Local & { value?: number }, seen: Int32Array, round: number) => {
        seen[round] = local.value ?? -1;
        local.value = 2;
        seen[round + 3] = local.value;
      },
      local,
      seen,
      round,
    ).join();
  }
  t.deepEqual([...seen.slice(0, 6)], [-1, -1, -1, 2, 2, 2]);
  t.is(local.value, 1);
});

test('a Local that a variable of the module holds is empty in each thread', async (t) => {
  const seen = asBytes();
  for (let round = 0; round < 3; round++) {
    await Thread.start(
      (seen: Int32Array, round: number) => {
        seen[round] = ofModule.value ?? -1;
        ofModule.value = 2;
      },
      seen,
      round,
    ).join();
  }
  t.deepEqual([...seen.slice(0, 3)], [-1, -1, -1]);
  t.is(ofModule.value, 1);
});

test('a Local that is sent twice to a thread is the same one there', async (t) => {
  const local = new Local();
  const seen = asBytes();
  await Thread.start(
    (a: Local, b: { local: Local }, seen: Int32Array) => {
      seen[0] = a === b.local ? 1 : 0;
    },
    local,
    { local },
    seen,
  ).join();
  t.is(seen[0], 1);
});

test('the constructor of a class of its own is called again in each thread, with what it has passed to super', async (t) => {
  const account = new Account(100);
  account.balance = 70;
  const seen = asBytes();
  for (let round = 0; round < 3; round++) {
    await Thread.start(
      (account: Account, seen: Int32Array, round: number) => {
        seen[round] = account.balance;
        account.balance -= 10;
        seen[round + 3] = account.spent();
      },
      account,
      seen,
      round,
    ).join();
  }
  t.deepEqual([...seen.slice(0, 6)], [100, 100, 100, 10, 10, 10]);
  t.is(account.spent(), 30);
});

test('a worker of an executor keeps what it has', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const local = new Local() as Local & { count?: number };
    const count = (local: Local & { count?: number }): number => {
      local.count = (local.count ?? 0) + 1;
      return local.count;
    };
    t.deepEqual([await pool.submit(count, local), await pool.submit(count, local)], [1, 2]);
    t.is(local.count, undefined);
  });
});

test('a Local that comes back is the one that was sent', async (t) => {
  const local = new Local();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit((local: Local) => local, local), local);
  });
  open(newGates());
});
