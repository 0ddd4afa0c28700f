import test from 'ava';
import { Executor, type Future, RuntimeError, SerialExecutor, type ShutdownOptions, TimeoutError } from 'nogil/futures';

test('a task has run when submit returns', async (t) => {
  await new SerialExecutor().use(async (pool) => {
    const calls: number[] = [];
    const future = pool.submit((n: number) => calls.push(n), 5);
    t.deepEqual(calls, [5]);
    t.true(future.done());
    t.is(await future, 1);
  });
});

test('what a task throws fails its Future, at once or later', async (t) => {
  const pool = new SerialExecutor();
  const error = new Error('thrown');
  const throws = (): never => {
    throw error;
  };
  t.is(await pool.submit(throws).exception(), error);
  t.is(await pool.submit(async () => throws()).exception(), error);
});

test('shutdown waits for asynchronous tasks, and lets no more be submitted', async (t) => {
  const pool = new SerialExecutor();
  const future = pool.submit(() => new Promise<number>((resolve) => setTimeout(resolve, 5, 1)));
  t.true(future.running());
  await pool.shutdown();
  t.true(future.done());
  t.throws(() => pool.submit(() => 1), { instanceOf: RuntimeError });
  t.throws(() => pool.submit(1 as never), { instanceOf: TypeError });
});

test('a task submits to the executor that runs it', async (t) => {
  const pool = new SerialExecutor();
  const sum = pool.submit(async (n: number) => n + (await pool.submit(() => 1)), 1);
  t.is(await sum, 2);
});

test('map works for any executor that can submit', async (t) => {
  class Counting extends Executor {
    readonly #serial = new SerialExecutor();
    submitted = 0;

    override submit<Args extends unknown[], Result>(
      fn: (...args: Args) => Result,
      ...args: Args
    ): Future<Awaited<Result>> {
      this.submitted += 1;
      return this.#serial.submit(fn, ...args);
    }

    override shutdown(wait?: boolean | ShutdownOptions): Promise<void> {
      return this.#serial.shutdown(wait);
    }
  }
  const pool = new Counting();
  t.deepEqual(await pool.map((a: number, b: number) => a * b, [1, 2], [3, 4]).toArray(), [3, 8]);
  t.is(pool.submitted, 2);
});

test('shutdown without wait resolves while tasks go on, which end', async (t) => {
  const pool = new SerialExecutor();
  let end: (value: number) => void = () => {};
  const future = pool.submit(() => new Promise<number>((resolve) => (end = resolve)));
  await pool.shutdown({ wait: false });
  t.false(future.done());
  end(1);
  t.is(await future, 1);
});

test('a shutdown with a timeout fails what is left with a TimeoutError, whatever becomes of it', async (t) => {
  const pool = new SerialExecutor();
  const ends: ((value: number) => void)[] = [];
  const future = pool.submit(() => new Promise<number>((resolve) => ends.push(resolve)));
  await pool.shutdown({ timeout: 20 });
  t.true(future.done());
  ends[0]?.(1);
  await t.throwsAsync(future, { instanceOf: TimeoutError, message: /whose timeout was 20 ms$/ });
});

test('a shutdown ends before its timeout when its tasks have', async (t) => {
  const pool = new SerialExecutor();
  const future = pool.submit(async () => 1);
  await pool.shutdown({ timeout: 2 ** 30 });
  t.is(await future, 1);
});

test('options of shutdown that make no sense throw at once, and shut nothing down', (t) => {
  const pool = new SerialExecutor();
  t.throws(() => pool.shutdown({ waits: true } as never), { instanceOf: TypeError, message: /unknown key 'waits'/ });
  t.throws(() => pool.shutdown({ timeout: -1 }), { instanceOf: RangeError, message: /^timeout/ });
  t.true(pool.submit(() => 1).done());
});

test('a task that has begun cannot be cancelled', async (t) => {
  const pool = new SerialExecutor();
  const future = pool.submit(async () => 1);
  t.true(future.running());
  t.false(future.cancel());
  t.is(await future, 1);
});
