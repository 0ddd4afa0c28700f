// A program without a pool: in a file of its own, as a pool lets more travel from then on.
import test from 'ava';
import { PriorityQueue, Queue } from 'nogil/queue';
import { Barrier } from 'nogil/threading';

test('functions, and instances of classes, are items where there was no pool', async (t) => {
  class Point {
    x = 3;
  }
  const queue = new Queue<unknown>();
  queue.putNowait(() => 'called');
  queue.putNowait(new Point());
  t.is((queue.getNowait() as () => string)(), 'called');
  const point = await queue.get();
  t.true(point instanceof Point);
  t.deepEqual({ ...(point as Point) }, { x: 3 });
});

test('an action and a key are taken where there was no pool', (t) => {
  const barrier = new Barrier(1, () => 1);
  t.is(barrier.waitSync(), 0);
  const queue = new PriorityQueue<string>({ key: (item) => item.length });
  queue.putNowait('long');
  queue.putNowait('a');
  t.is(queue.getNowait(), 'a');
});
