// Python: test_concurrent_futures/executor.py, ExecutorTest.
import test from 'ava';
import { type Executor, SerialExecutor, ThreadPoolExecutor, TimeoutError, ValueError } from 'nogil/futures';
import { newGates, open } from '../gates.js';
import { block, capture, divide, multiply, raise, text } from './work.js';

const WORKERS = 2;

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function* countFrom(first: number): Generator<number> {
  for (let number = first; ; number++) {
    yield number;
  }
}

/** The rows are about every executor: the second title is that of the one of the calling thread. */
const executors: [string, () => Executor][] = [
  ['', () => new ThreadPoolExecutor(WORKERS)],
  [' (SerialExecutor)', () => new SerialExecutor()],
];

for (const [kind, newExecutor] of executors) {
  test(`executor: test_submit${kind}: a Future gives the result of the call`, async (t) => {
    await newExecutor().use(async (executor) => {
      t.is(await executor.submit(Math.pow, 2, 8).result(), 256);
    });
  });

  test(`executor: test_submit_keyword${kind}: an object is an argument as any other, and the function comes first`, async (t) => {
    await newExecutor().use(async (executor) => {
      t.is(await executor.submit(multiply, 2, 8), 16);
      t.deepEqual(await executor.submit(capture, 1, { self: 2, fn: 3 }), [1, { self: 2, fn: 3 }]);
      t.throws(() => executor.submit({ fn: capture, arg: 1 } as never), { instanceOf: TypeError, message: /function/ });
      t.throws(() => executor.submit(undefined as never), { instanceOf: TypeError, message: /function/ });
    });
  });

  test(`executor: test_map${kind}: results are in the order of the inputs, with and without chunks`, async (t) => {
    await newExecutor().use(async (executor) => {
      const powers = range(10).map((n) => n ** n);
      t.deepEqual(await executor.map(Math.pow, range(10), range(10)).toArray(), powers);
      t.deepEqual(await executor.map(Math.pow, range(10), range(10), { chunksize: 3 }).toArray(), powers);
    });
  });

  test(`executor: test_map_exception${kind}: an error is thrown at its place`, async (t) => {
    await newExecutor().use(async (executor) => {
      const results = executor.map(divide, [1, 1, 1, 1], [2, 3, 0, 5]);
      t.deepEqual((await results.next()).value, [0, 1]);
      t.deepEqual((await results.next()).value, [0, 1]);
      await t.throwsAsync(results.next(), { instanceOf: RangeError, message: 'division by zero' });
    });
  });

  test(`executor: test_map_buffersize_type_validation${kind}: a buffersize that is no whole number is a TypeError`, async (t) => {
    await newExecutor().use((executor) => {
      for (const buffersize of ['foo', 2.5]) {
        t.throws(() => executor.map(text, range(4), { buffersize } as never), {
          instanceOf: TypeError,
          message: /buffersize/,
        });
      }
    });
  });

  test(`executor: test_map_buffersize_value_validation${kind}: a buffersize of less than 1 is a ValueError`, async (t) => {
    await newExecutor().use((executor) => {
      for (const buffersize of [0, -1]) {
        t.throws(() => executor.map(text, range(4), { buffersize }), { instanceOf: ValueError, message: /buffersize/ });
      }
    });
  });

  test(`executor: test_map_buffersize${kind}: the results do not depend on it`, async (t) => {
    const inputs = range(4);
    await newExecutor().use(async (executor) => {
      for (const buffersize of [1, 2, inputs.length, inputs.length * 2]) {
        t.deepEqual(await executor.map(text, inputs, { buffersize }).toArray(), ['0', '1', '2', '3']);
      }
    });
  });

  test(`executor: test_map_buffersize_on_multiple_iterables${kind}: the results do not depend on it`, async (t) => {
    const inputs = range(4);
    await newExecutor().use(async (executor) => {
      for (const buffersize of [1, 2, inputs.length, inputs.length * 2]) {
        t.deepEqual(await executor.map(multiply, inputs, inputs, { buffersize }).toArray(), [0, 1, 4, 9]);
      }
    });
  });

  test(`executor: test_map_buffersize_on_infinite_iterable${kind}: results come from inputs without end`, async (t) => {
    await newExecutor().use(async (executor) => {
      const results = executor.map(text, countFrom(0), { buffersize: 1 });
      t.is((await results.next()).value, '0');
      t.is((await results.next()).value, '1');
      t.is((await results.next()).value, '2');
      await results.return();
    });
  });

  test(`executor: test_map_buffersize_on_multiple_infinite_iterables${kind}: results come from several without end`, async (t) => {
    await newExecutor().use(async (executor) => {
      const results = executor.map(multiply, countFrom(0), countFrom(2), { buffersize: 2 });
      t.is((await results.next()).value, 0);
      t.is((await results.next()).value, 3);
      t.is((await results.next()).value, 8);
      await results.return();
    });
  });

  test(`executor: test_map_buffersize_on_empty_iterable${kind}: no inputs give no results`, async (t) => {
    await newExecutor().use(async (executor) => {
      t.deepEqual(await executor.map(text, [], { buffersize: 4 }).next(), { done: true, value: undefined });
    });
  });

  test(`executor: test_map_buffersize_without_iterable${kind}: no iterables give no results`, async (t) => {
    await newExecutor().use(async (executor) => {
      t.deepEqual(await executor.map(text as () => string, { buffersize: 4 }).next(), { done: true, value: undefined });
    });
  });

  test(`executor: test_map_buffersize_when_buffer_is_full${kind}: no input is taken ahead of the buffer`, async (t) => {
    const inputs = countFrom(0);
    await newExecutor().use(async (executor) => {
      const results = executor.map(text, inputs, { buffersize: 4 });
      t.is(inputs.next().value, 4);
      await results.return();
    });
  });

  test(`executor: test_shutdown_race_issue12456${kind}: a shutdown waits for a map that nobody reads`, async (t) => {
    const executor = newExecutor();
    executor.map(text, Array<number>(WORKERS + 1).fill(2));
    await t.notThrowsAsync(() => executor.shutdown());
  });

  test(`executor: test_swallows_falsey_exceptions${kind}: what is thrown is thrown on, though it is false as a condition`, async (t) => {
    await newExecutor().use(async (executor) => {
      for (const thrown of [0, '', false, null, undefined]) {
        const future = executor.submit(raise, thrown);
        const caught = await future.then(
          () => 'nothing was thrown',
          (error: unknown) => ({ error }),
        );
        t.deepEqual(caught, { error: thrown });
      }
    });
  });
}

test('executor: test_map_timeout: the time counts from the call, and what came before it is kept', async (t) => {
  const [open1, open2, shut] = [newGates(), newGates(), newGates()];
  open(open1);
  open(open2);
  await new ThreadPoolExecutor(WORKERS).use(async (executor) => {
    const results: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const result of executor.map(block, [open1, open2, shut], { timeout: 5000 })) {
        results.push(result);
      }
    };
    await t.throwsAsync(reading(), { instanceOf: TimeoutError });
    t.deepEqual(results, [undefined, undefined]);
    open(shut);
  });
});

test('executor: test_max_workers_negative: less than one worker is a ValueError', (t) => {
  for (const maxWorkers of [0, -1]) {
    t.throws(() => new ThreadPoolExecutor({ maxWorkers }), {
      instanceOf: ValueError,
      message: /maxWorkers.*1 or more/,
    });
  }
});
