import test from 'ava';
import { Thread, Timer } from 'nogil/threading';
import { newGates, open, opened } from '../gates.js';

test('a timer calls its function with its arguments when the time has come', async (t) => {
  const fired = newGates();
  const begun = performance.now();
  const timer = new Timer(30, (gate: number) => open(gate), [fired]);
  t.true(timer instanceof Thread);
  timer.start();
  await opened(fired);
  t.true(performance.now() - begun >= 29);
  await timer.join();
  t.false(timer.isAlive());
});

test('a timer that is cancelled calls nothing, and its thread ends', async (t) => {
  const timer = new Timer(2 ** 30, () => {
    throw new Error('called');
  });
  timer.start();
  timer.cancel();
  await timer.join();
  t.false(timer.isAlive());
  timer.cancel();
});

test('a timer can be cancelled before it starts', async (t) => {
  const timer = new Timer(2 ** 30, () => {});
  timer.cancel();
  timer.start();
  await timer.join();
  t.false(timer.isAlive());
});

test('a timer can be cancelled and joined by another thread', async (t) => {
  const timer = new Timer(2 ** 30, () => {});
  timer.start();
  await Thread.start((timer: Timer) => {
    timer.cancel();
    timer.joinSync();
  }, timer).join();
  await timer.join();
  t.false(timer.isAlive());
});

test('run() of a timer waits in the calling thread', (t) => {
  const calls: string[] = [];
  new Timer(1, (what: string) => calls.push(what), ['called']).run();
  t.deepEqual(calls, ['called']);
});

for (const [args, message] of [
  [['1', () => {}], 'interval: expected a number of milliseconds; got string'],
  [[Number.NaN, () => {}], 'interval: expected 9223372036000 at most, or Infinity; got NaN'],
  [[1, 'f'], 'fn: expected a function; got string'],
  [[1, () => {}, 'a'], 'args: expected an array; got string'],
  [[1, () => {}, [], { target: () => {} }], "options: expected name, daemon, fresh; got unknown key 'target'"],
] as const) {
  test(`new Timer(${args.map(String).join(', ')}) is refused`, (t) => {
    t.throws(() => new Timer(...(args as unknown as ConstructorParameters<typeof Timer>)), { message });
  });
}
