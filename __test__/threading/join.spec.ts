import test from 'ava';
import { RuntimeError, Thread } from 'nogil/threading';
import { blockUntilOpen, newGates, open } from '../gates.js';
import { runProgram } from './programs.js';

function waitFor(gate: number): void {
  blockUntilOpen(gate);
}

test('join resolves with nothing, also when the time is over', async (t) => {
  const gate = newGates();
  const thread = Thread.start(waitFor, gate);
  t.is(await thread.join(1), undefined);
  t.is(await thread.join({ timeout: 1 }), undefined);
  t.true(thread.isAlive());
  open(gate);
  t.is(await thread.join(60_000), undefined);
  t.false(thread.isAlive());
  t.is(await thread.join(), undefined);
});

for (const timeout of [0, -1, -1e9, Number.NEGATIVE_INFINITY]) {
  test(`a join of ${timeout} ms looks once`, async (t) => {
    const gate = newGates();
    const thread = Thread.start(waitFor, gate);
    await thread.join(timeout);
    thread.joinSync(timeout);
    t.true(thread.isAlive());
    open(gate);
    await thread.join();
  });
}

test('any number of callers join a thread', async (t) => {
  const gate = newGates();
  const thread = Thread.start(waitFor, gate);
  const joins = Array.from({ length: 100 }, (_, index) => thread.join(index % 2 === 0 ? null : 60_000));
  open(gate);
  await Promise.all(joins);
  t.false(thread.isAlive());
});

test('joinSync blocks until the thread has ended, or the time is over', (t) => {
  const gate = newGates();
  const thread = Thread.start(waitFor, gate);
  t.is(thread.joinSync(1), undefined);
  t.true(thread.isAlive());
  open(gate);
  t.is(thread.joinSync(), undefined);
  t.false(thread.isAlive());
  thread.joinSync();
});

test('a thread that has not started cannot be joined', (t) => {
  const thread = new Thread(() => {});
  const expected = { instanceOf: RuntimeError, message: 'cannot join thread before it is started' };
  t.throws(() => thread.join(), expected);
  t.throws(() => thread.joinSync(), expected);
});

for (const [timeout, message] of [
  ['1', 'timeout: expected a number of milliseconds; got string'],
  [Number.NaN, 'timeout: expected 9223372036000 at most, or Infinity; got NaN'],
  [1e300, 'timeout: expected 9223372036000 at most, or Infinity; got 1e+300'],
  [{ time: 1 }, "options: expected timeout; got unknown key 'time'"],
] as const) {
  test(`join(${JSON.stringify(timeout)}) is refused at once`, async (t) => {
    const thread = Thread.start(() => {});
    t.throws(() => thread.join(timeout as never), { message });
    t.throws(() => thread.joinSync(timeout as never), { message });
    await thread.join();
  });
}

test('to join a thread that blocks the main one for ever is ended by an exit of the program', async (t) => {
  const { code, stdout } = await runProgram(`
    const gate = newGates();
    const thread = new Thread({ target: () => { blockUntilOpen(gate); } });
    thread.start();
    setTimeout(() => { console.log('exits'); process.exit(3); }, 10);
    await thread.join();
    console.log('never');
  `);
  t.is(stdout, 'exits\n');
  t.is(code, 3);
});

test('a program whose main thread blocks in joinSync can be killed', async (t) => {
  const { signal, stdout } = await runProgram(`
    const gate = newGates();
    const pid = process.pid;
    Thread.start((pid) => { console.log('kills'); process.kill(pid, 'SIGTERM'); sleepSync(60_000); }, pid).joinSync();
    console.log('never');
  `);
  t.is(stdout, 'kills\n');
  t.is(signal, 'SIGTERM');
});
