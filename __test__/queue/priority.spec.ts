// PriorityQueue: what its items are ordered by.
import { inspect } from 'node:util';
import test from 'ava';
import { ThreadPoolExecutor, ValueError } from 'nogil/futures';
import { type Orderable, PriorityQueue } from 'nogil/queue';

function sorted<T>(items: readonly T[], key?: (item: T) => Orderable): T[] {
  const queue = new PriorityQueue<T>({ key });
  for (const item of items) {
    queue.putNowait(item);
  }
  return Array.from({ length: items.length }, () => queue.getNowait());
}

for (const [what, inOrder] of [
  ['numbers', [Number.NEGATIVE_INFINITY, -1e300, -1, -0.5, 0, Number.MIN_VALUE, 1, 2 ** 53, Number.POSITIVE_INFINITY]],
  ['strings, by their code units', ['', 'A', 'B', 'a', 'aa', 'b', 'ä', '\ud83d\ude00', '\uffff']],
  [
    'bigints',
    [-(2n ** 128n), -(2n ** 64n) - 1n, -(2n ** 64n), -1n, 0n, 1n, 2n ** 63n, 2n ** 64n, 2n ** 64n + 1n, 2n ** 128n],
  ],
  ['dates', [new Date(-1), new Date(0), new Date(1), new Date(2 ** 40)]],
  ['booleans', [false, true]],
  ['arrays, element by element', [[0], [0, 'a'], [0, 'b'], [1], [1, 'a', 5], [2]]],
  ['arrays: a shorter one first', [[], [1], [1, 0], [1, 0, 0]]],
  [
    'arrays in arrays',
    [
      [[], 9],
      [[1], 5],
      [[1, 2], 0],
      [[1, 2], 1],
      [[1, 3], 0],
      [[2], 0],
    ],
  ],
] as [string, unknown[]][]) {
  test(`items are ordered: ${what}`, (t) => {
    t.deepEqual(sorted(inOrder.toReversed()), inOrder);
    t.deepEqual(sorted(inOrder), inOrder);
  });
}

test('of equal ones the one that was put first is taken first', (t) => {
  const items = Array.from({ length: 100 }, (_, index) => ({ of: index % 3, index }));
  const expected = [0, 1, 2].flatMap((of) => items.filter((item) => item.of === of));
  t.deepEqual(
    sorted(items, (item) => item.of),
    expected,
  );
});

test('what has a valueOf() is ordered by that', (t) => {
  class Version {
    text: string;
    constructor(text: string) {
      this.text = text;
    }
    valueOf(): number {
      return Number(this.text);
    }
  }
  t.deepEqual(
    sorted([new Version('10'), new Version('9')]).map(({ text }) => text),
    ['9', '10'],
  );
});

test('the key may give each kind of order, an array too', (t) => {
  const items = [
    { name: 'b', age: 3 },
    { name: 'a', age: 3 },
    { name: 'c', age: 1 },
  ];
  t.deepEqual(
    sorted(items, ({ age, name }) => [age, name]).map(({ name }) => name),
    ['c', 'a', 'b'],
  );
  t.deepEqual(
    sorted(items, ({ age }) => BigInt(-age)).map(({ name }) => name),
    ['b', 'a', 'c'],
  );
});

test('fault 40: NaN is a ValueError, and the heap is as it was', async (t) => {
  const queue = new PriorityQueue<unknown>();
  queue.putNowait(3);
  queue.putNowait(1);
  const refused = { instanceOf: ValueError, code: 'ERR_VALUE', message: /^item: .*NaN/ };
  for (const item of [Number.NaN, new Date(Number.NaN), [1, Number.NaN], [[Number.NaN]]]) {
    t.throws(() => queue.putNowait(item), refused);
    t.throws(() => queue.putSync(item), refused);
    await t.throwsAsync(queue.put(item), refused);
  }
  t.deepEqual([queue.qsize(), queue.getNowait(), queue.getNowait()], [2, 1, 3]);
});

test('fault 40: what cannot be compared is a TypeError, and the heap is as it was', async (t) => {
  for (const [there, refusedItems] of [
    [5, ['a', 5n, {}, null, undefined, ['a'], () => 1]],
    ['a', [1, 1n, {}, [1]]],
    [[1, 'x'], [1, 'y'].slice(1), [[1], 'x']],
    [[1, { plain: 1 }], [[1, { plain: 2 }]]],
    [{ plain: 1 }, [{ plain: 2 }, 1]],
  ] as [unknown, unknown[]][]) {
    const queue = new PriorityQueue<unknown>();
    queue.putNowait(there);
    for (const item of refusedItems) {
      const refused = { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message: /^item: .*compared/ };
      t.throws(() => queue.putNowait(item), refused, inspect(item));
      t.throws(() => queue.putSync(item), refused);
      await t.throwsAsync(queue.put(item), refused);
    }
    t.is(queue.qsize(), 1);
    t.deepEqual(queue.getNowait(), there);
  }
});

test('a first item needs no order', (t) => {
  const queue = new PriorityQueue<unknown>();
  queue.putNowait({ plain: 1 });
  t.deepEqual(queue.getNowait(), { plain: 1 });
});

test('fault 40: a key that throws, or gives NaN, leaves the queue as it was', (t) => {
  const queue = new PriorityQueue<number>({
    key(item) {
      if (item === 13) {
        throw new RangeError('unlucky');
      }
      return item === 14 ? Number.NaN : item;
    },
  });
  queue.putNowait(1);
  t.throws(() => queue.putNowait(13), { instanceOf: RangeError, message: 'unlucky' });
  t.throws(() => queue.putNowait(14), { instanceOf: ValueError });
  queue.putNowait(0);
  t.deepEqual([queue.getNowait(), queue.getNowait()], [0, 1]);
});

test('a key may use queues in its turn', (t) => {
  const other = new PriorityQueue<string>();
  const queue = new PriorityQueue<{ text: string }>({
    key(item) {
      other.putNowait(item.text.repeat(100));
      return other.getNowait().length;
    },
  });
  queue.putNowait({ text: 'long' });
  queue.putNowait({ text: 'a' });
  t.deepEqual([queue.getNowait(), queue.getNowait()], [{ text: 'a' }, { text: 'long' }]);
});

test('options that are none are refused by name', (t) => {
  const refused = (message: RegExp) => ({ instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message });
  t.throws(() => new PriorityQueue({ key: 1 } as never), refused(/^key: /));
  t.throws(() => new PriorityQueue({ size: 1 } as never), refused(/'size'/));
  t.throws(() => new PriorityQueue({ maxsize: '1' } as never), refused(/^maxsize: /));
});

test('items that wait for room are in order too', async (t) => {
  const queue = new PriorityQueue<number>(1);
  queue.putNowait(5);
  const putting = [queue.put(7), queue.put(1), queue.put(3)];
  const taken: number[] = [];
  for (let item = 0; item < 4; item++) {
    taken.push(await queue.get());
  }
  await Promise.all(putting);
  t.deepEqual(taken, [5, 7, 1, 3]);
});

test('threads put, and the smallest comes first', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const queue = new PriorityQueue<[number, string]>();
    const putAll = (from: number) => {
      for (let item = from; item < 100; item += 2) {
        queue.putSync([item, `item ${item}`]);
      }
    };
    await Promise.all([pool.submit(putAll, 0), pool.submit(putAll, 1)]);
    const taken = Array.from({ length: 100 }, () => queue.getNowait()[0]);
    t.deepEqual(
      taken,
      Array.from({ length: 100 }, (_, index) => index),
    );
  });
});
