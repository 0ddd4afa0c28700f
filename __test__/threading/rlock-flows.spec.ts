import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { RuntimeError } from 'nogil/futures';
import { RLock } from 'nogil/threading';

/** The body of a `use()`, and how many were in it at a time. */
function newBody(): { body(): Promise<void>; most(): number } {
  let inside = 0;
  let most = 0;
  return {
    async body() {
      inside += 1;
      most = Math.max(most, inside);
      await setImmediate();
      inside -= 1;
    },
    most: () => most,
  };
}

test('two use() side by side within a use() exclude each other, and both come to their end', async (t) => {
  const [lock, { body, most }] = [new RLock(), newBody()];
  await lock.use(() => Promise.all([lock.use(body), lock.use(body), lock.use(body)]));
  t.is(most(), 1);
  t.false(lock.locked());
});

test('what a use() has left behind gets the lock after it', async (t) => {
  const [lock, { body, most }] = [new RLock(), newBody()];
  const left: Promise<void>[] = [];
  await lock.use(async () => {
    left.push(lock.use(body), lock.use(body));
  });
  await Promise.all(left);
  t.is(most(), 1);
  t.false(lock.locked());
});

test('a body that has released the lock itself is told so', async (t) => {
  const lock = new RLock();
  await t.throwsAsync(
    lock.use(() => lock.release()),
    { instanceOf: RuntimeError },
  );
  t.false(lock.locked());
});
