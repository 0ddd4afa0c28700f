import test from 'ava';
import { poolOf } from '#nogil/futures/pending.js';
import { RemotePool } from '#nogil/futures/remote-pool.js';

/** No pool of this process has such a key. */
const KEY = 2 ** 30;

// Fails when `taskEnded` removes nothing.
test('a pool of another thread that was forgotten while its tasks ran is removed with the last of them', (t) => {
  const pool = new RemotePool(KEY);
  pool.tasks = 2;
  pool.setForgotten(true);
  pool.taskEnded();
  t.is(poolOf(KEY), pool);
  pool.taskEnded();
  t.is(poolOf(KEY), undefined);
});

test('a pool of another thread that an executor has again stays', (t) => {
  const pool = new RemotePool(KEY + 1);
  pool.tasks = 1;
  pool.setForgotten(true);
  pool.setForgotten(false);
  pool.taskEnded();
  t.is(poolOf(KEY + 1), pool);
});
