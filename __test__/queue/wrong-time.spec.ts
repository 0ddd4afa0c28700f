import test from 'ava';
import { ValueError } from 'nogil/futures';
import { Queue, SimpleQueue } from 'nogil/queue';

test('a time that is none is an error before an item is taken: the item is still there', async (t) => {
  for (const queue of [new Queue<number>(), new SimpleQueue<number>()]) {
    queue.putNowait(1);
    t.throws(() => queue.getSync(true, -1), { instanceOf: ValueError });
    t.throws(() => queue.getSync(true, Number.NaN), { instanceOf: ValueError });
    t.throws(() => queue.getSync('yes' as never), { instanceOf: TypeError });
    await t.throwsAsync(queue.get(true, -1), { instanceOf: ValueError });
    t.is(queue.getSync(true, 0), 1);
  }
});
