import test from 'ava';
import { TaskError } from 'nogil/futures';
import { currentThread, setExcepthook, Thread } from 'nogil/threading';

class Sum extends Thread {
  result = 0;
  readonly seen: string[] = [];
  kept = { by: 'main' };
  declare added?: boolean;
  readonly numbers: number[];

  constructor(numbers: number[]) {
    super({ name: 'sum' });
    this.numbers = numbers;
  }

  override run(): void {
    this.result = this.numbers.reduce((sum, number) => sum + number, 0);
    this.seen.push(this.name, String(currentThread() === this));
    this.added = true;
  }
}

test('run() of a subclass runs in the thread, and what it has written into fields comes back', async (t) => {
  const sum = new Sum([1, 2, 3]);
  sum.start();
  t.is(sum.result, 0);
  await sum.join();
  t.is(sum.result, 6);
  t.deepEqual(sum.seen, ['sum', 'true']);
  t.true(sum.added);
  t.deepEqual(sum.kept, { by: 'main' });
});

test('fields come back before joinSync returns', (t) => {
  const sum = new Sum([4, 5]);
  sum.start();
  sum.joinSync();
  t.is(sum.result, 9);
});

test('a field that run() has not written keeps what this thread has written meanwhile', async (t) => {
  const sum = new Sum([1]);
  sum.start();
  sum.name = 'changed here';
  Object.assign(sum, { other: 1 });
  await sum.join();
  t.is((sum as unknown as { other: number }).other, 1);
});

test('super.run() calls the target', async (t) => {
  class Twice extends Thread {
    override async run(): Promise<void> {
      this.name = String(await super.run());
    }
  }
  const thread = new Twice(async (a: unknown) => `${a}!`, { args: ['one'] });
  thread.start();
  await thread.join();
  t.is(thread.name, 'one!');
});

test('fields that a run() has written before it failed come back too', async (t) => {
  class Fails extends Thread {
    step = 0;
    override run(): void {
      this.step = 1;
      throw new Error('expected');
    }
  }
  const before = setExcepthook(() => {});
  const thread = new Fails();
  thread.start();
  await thread.join();
  setExcepthook(before);
  t.is(thread.step, 1);
});

test('a field that cannot be sent is refused by start, which names it', (t) => {
  class Holds extends Thread {
    map = new WeakMap<object, number>();
  }
  t.throws(() => new Holds().start(), { instanceOf: TaskError, message: /^Cannot send the Thread\.map: / });
});
