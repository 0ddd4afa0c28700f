// Python: test_concurrent_futures/test_shutdown.py, ExecutorShutdownTest and ThreadPoolShutdownTest.
import test from 'ava';
import { RuntimeError, SerialExecutor, ThreadPoolExecutor } from 'nogil/futures';
import { fixture, run } from '../child.js';
import { newGates, open, opened } from '../gates.js';
import { block, meet, multiply, openAtExit, openAtExitWhenOpen } from './work.js';

/** Runs one of the programs of `programs.ts`. */
const program = (name: string) => run(process.execPath, [fixture('../parity/programs.js'), name]);

const numbers = Array.from({ length: 10 }, (_, index) => index - 5);
const absolute = numbers.map(Math.abs);

test('test_shutdown: test_run_after_shutdown: a submit after it is a RuntimeError', async (t) => {
  for (const executor of [new ThreadPoolExecutor(1), new SerialExecutor()]) {
    await executor.shutdown();
    t.throws(() => executor.submit(multiply, 2, 5), { instanceOf: RuntimeError });
  }
});

test('test_shutdown: test_interpreter_shutdown: a program that ends waits for its tasks', async (t) => {
  const { code, stdout, stderr } = await program('submits and ends');
  t.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'apple\n', stderr: '' });
});

test('test_shutdown: test_submit_after_interpreter_shutdown: a submit when the program exits is a RuntimeError', async (t) => {
  const { stdout, stderr } = await program('submits at exit');
  t.is(stdout, 'RuntimeError\n', stderr);
});

test('test_shutdown: test_hang_issue12364: a shutdown waits for many tasks', async (t) => {
  const executor = new ThreadPoolExecutor(5);
  const futures = Array.from({ length: 50 }, (_, index) => executor.submit(multiply, index, 2));
  await executor.shutdown();
  t.true(futures.every((future) => future.done()));
  t.is((await Promise.all(futures.map((future) => future.result()))).length, 50);
});

test('test_shutdown: test_cancel_futures: what has not begun is cancelled, and the rest ends', async (t) => {
  const goOn = newGates();
  const begun = newGates();
  const executor = new ThreadPoolExecutor(5);
  const first = executor.submit(meet, begun, goOn);
  const futures = [first, ...Array.from({ length: 49 }, () => executor.submit(block, goOn))];
  await opened(begun);
  const ended = executor.shutdown({ cancelFutures: true });
  open(goOn);
  await ended;
  const cancelled = futures.filter((future) => future.cancelled());
  const others = futures.filter((future) => !future.cancelled());
  t.true(cancelled.length > 20);
  t.true(others.includes(first));
  for (const future of others) {
    t.true(future.done());
    t.is(await future.exception(), undefined);
  }
});

test('test_shutdown: test_hang_gh83386: a program ends after a shutdown that does not wait', async (t) => {
  const { code, stdout, stderr } = await program('shuts down without waiting');
  t.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'apple\n', stderr: '' });
});

test('test_shutdown: test_hang_gh94440: a shutdown after a task that was cancelled at once does not hang', async (t) => {
  const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
  await executor.submit(multiply, 1, 1).result();
  executor.submit(multiply, 1, 1).cancel();
  await t.notThrowsAsync(() => executor.shutdown({ wait: true }));
});

test('test_shutdown: test_threads_terminate: all threads end', async (t) => {
  const goOn = newGates();
  const ended = [newGates(), newGates(), newGates()];
  const begun = ended.map(() => newGates());
  const executor = new ThreadPoolExecutor(5);
  const futures = ended.map((gate, index) => executor.submit(openAtExitWhenOpen, gate, begun[index] ?? -1, goOn));
  await Promise.all(begun.map(opened));
  open(goOn);
  t.is(new Set(await Promise.all(futures)).size, 3);
  await executor.shutdown();
  await Promise.all(ended.map(opened));
});

test('test_shutdown: test_context_manager_shutdown (ThreadPoolShutdownTest): use() ends the threads', async (t) => {
  const ended = newGates();
  await new ThreadPoolExecutor({ maxWorkers: 1 }).use(async (executor) => {
    await executor.submit(openAtExit, ended);
    t.deepEqual(await executor.map(Math.abs, numbers).toArray(), absolute);
  });
  await opened(ended);
});

test('test_shutdown: test_shutdown_no_wait (ThreadPoolShutdownTest): tasks end, then the threads', async (t) => {
  const ended = newGates();
  const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
  void executor.submit(openAtExit, ended);
  const results = executor.map(Math.abs, numbers);
  await executor.shutdown({ wait: false });
  await opened(ended);
  t.deepEqual(await results.toArray(), absolute);
});

test('test_shutdown: test_cancel_futures_wait_false: a program ends at once, whether its task has begun or not', async (t) => {
  const { code, stdout, stderr } = await program('cancels and shuts down without waiting');
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  t.regex(stdout, /^(apple\n)?$/);
});

/** The names of the threads that a pool has started. */
async function threadNames(options: object): Promise<string[]> {
  const names: string[] = [];
  const executor = new ThreadPoolExecutor({ maxWorkers: 5, ...options });
  executor.on('workerStart', ({ name }) => void names.push(name));
  await executor.map(Math.abs, numbers).toArray();
  await executor.shutdown();
  return names;
}

test('test_shutdown: test_thread_names_assigned: the prefix is followed by a number', async (t) => {
  const names = await threadNames({ threadNamePrefix: 'SpecialPool' });
  t.true(names.length > 0);
  for (const name of names) {
    t.regex(name, /^SpecialPool_[0-4]$/);
  }
});

test('test_shutdown: test_thread_names_default: without a prefix they are named after the class', async (t) => {
  const names = await threadNames({});
  t.true(names.length > 0);
  for (const name of names) {
    t.regex(name, /^ThreadPoolExecutor-\d+_[0-4]$/);
  }
});
