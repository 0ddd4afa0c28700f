import { threadId, Worker } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';
import {
  activeCount,
  currentThread,
  enumerate,
  getIdent,
  getNativeId,
  mainThread,
  RuntimeError,
  stackSize,
  Thread,
  ThreadError,
  TIMEOUT_MAX,
} from 'nogil/threading';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';

const first = new URL('../../../dist/threading/index.js', import.meta.url).href;

test('the main thread is current in itself, alive, and cannot be joined', (t) => {
  const main = mainThread();
  t.is(currentThread(), main);
  t.like(main, { name: 'MainThread', daemon: false, ident: getIdent(), nativeId: getNativeId() });
  t.true(main.isAlive());
  t.is(getIdent(), threadId + 1);
  t.throws(() => main.join(), { instanceOf: RuntimeError, message: 'cannot join current thread' });
  t.throws(() => main.start(), { instanceOf: RuntimeError });
});

test('a thread knows itself, and the main thread', async (t) => {
  class Looks extends Thread {
    seen: unknown[] = [];
    override run(): void {
      const me = currentThread();
      const main = mainThread();
      this.seen = [me === this, me.name, me.ident === getIdent(), me.nativeId === getNativeId(), me.isAlive()];
      this.seen.push(main.name, main.ident, main.isAlive(), main === me, enumerate().length, activeCount());
    }
  }
  const thread = new Looks({ name: 'looks' });
  thread.start();
  const { ident } = thread;
  await thread.join();
  t.deepEqual(thread.seen, [true, 'looks', true, true, true, 'MainThread', 1, true, false, 2, 2]);
  t.is(thread.ident, ident);
  t.not(ident, getIdent());
  t.is(typeof thread.nativeId, process.platform === 'linux' ? 'number' : 'object');
});

test.serial('enumerate gives the threads that are alive', async (t) => {
  const gate = newGates();
  const thread = new Thread(() => blockUntilOpen(gate));
  const count = activeCount();
  t.false(enumerate().includes(thread));
  thread.start();
  t.true(enumerate().includes(thread));
  t.is(activeCount(), count + 1);
  open(gate);
  thread.joinSync();
  t.false(enumerate().includes(thread));
  t.is(enumerate()[0], mainThread());
});

test('a thread of Node is a dummy, which cannot be joined', async (t) => {
  const code = `const { currentThread } = require('node:module').createRequire(process.cwd() + '/x')('nogil/threading');`;
  const worker = new Worker(
    `import('${first}').then(({ currentThread, mainThread }) => {
      const me = currentThread();
      let message;
      try { me.join(); } catch (error) { message = error.message; }
      require('node:worker_threads').parentPort.postMessage([me.name, me.isAlive(), me === currentThread(), message, mainThread().name]);
    });`,
    { eval: true },
  );
  const seen = await new Promise((resolve) => worker.once('message', resolve));
  t.deepEqual(seen, [`Dummy-${worker.threadId}`, true, true, 'cannot join current thread', 'MainThread'], code);
  await worker.terminate();
});

test('a worker of an executor has a thread too', async (t) => {
  await new ThreadPoolExecutor({ maxWorkers: 1, threadNamePrefix: 'pool' }).use(async (pool) => {
    const [name, isAlive, ident] = await pool.submit(() => {
      const me = currentThread();
      return [me.name, me.isAlive(), me.ident] as const;
    });
    t.regex(name, /^(pool_0|Dummy-\d+)$/);
    t.true(isAlive);
    t.true((ident as number) > 1);
  });
});

test.serial('a larger stack takes a deeper recursion', async (t) => {
  const deep = (into: Int32Array): void => {
    const recur = (n: number): number => (n === 0 ? 0 : 1 + recur(n - 1));
    into[0] = recur(60_000);
  };
  const into = new Int32Array(new SharedArrayBuffer(4));
  t.is(stackSize(), 0);
  t.is(stackSize(32 * 2 ** 20), 0);
  await Thread.start(deep, into).join();
  t.is(into[0], 60_000);
  t.is(stackSize(0), 32 * 2 ** 20);
});

test('a stack size that makes no sense is refused', (t) => {
  t.throws(() => stackSize(1), { message: 'size: expected 0, or 32768 to 2147483647; got 1' });
  t.throws(() => stackSize(-1), { instanceOf: RangeError });
  t.throws(() => stackSize(1.5), { instanceOf: TypeError });
  t.throws(() => stackSize('a' as never), { instanceOf: TypeError });
});

test('the names that stand for others', async (t) => {
  t.is(ThreadError, RuntimeError);
  t.is(TIMEOUT_MAX, 9_223_372_036_000);
  const gate = newGates();
  open(gate);
  await opened(gate);
});
