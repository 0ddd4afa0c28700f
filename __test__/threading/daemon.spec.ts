import test from 'ava';
import { Thread } from 'nogil/threading';
import { runProgram } from './programs.js';

test('a thread keeps the program alive until it has ended', async (t) => {
  const { code, stdout, stderr } = await runProgram(`
    process.once('beforeExit', () => console.log('main ends'));
    Thread.start(() => { sleepSync(100); console.log('thread ends'); });
    console.log('main is done');
  `);
  t.is(stdout, 'main is done\nthread ends\nmain ends\n', stderr);
  t.is(code, 0);
});

test('a daemon ends with the program', async (t) => {
  const { code, stdout, stderr } = await runProgram(`
    const begun = newGates();
    const thread = new Thread({ target: () => { console.log('begins'); open(begun); sleepSync(1e9); console.log('never'); }, daemon: true });
    thread.start();
    await opened(begun);
    console.log('main is done');
  `);
  t.is(stdout, 'begins\nmain is done\n', stderr);
  t.is(code, 0);
});

test('who joins a daemon keeps the program alive', async (t) => {
  const { stdout } = await runProgram(`
    const thread = new Thread({ target: () => { sleepSync(50); console.log('thread ends'); }, daemon: true });
    thread.start();
    await thread.join();
    console.log('main ends');
  `);
  t.is(stdout, 'thread ends\nmain ends\n');
});

test('a thread that a thread has started keeps the program alive too, though its starter has ended', async (t) => {
  const { stdout, stderr } = await runProgram(`
    const outer = Thread.start(() => {
      Thread.start(() => { sleepSync(200); console.log('inner ends'); });
      console.log('outer ends');
    });
    await outer.join();
    console.log('joined outer');
  `);
  t.is(stdout, 'outer ends\njoined outer\ninner ends\n', stderr);
});

test('what a thread has left on its event loop goes on, and keeps the program alive unless it was a daemon', async (t) => {
  for (const daemon of [false, true]) {
    const { stdout, stderr } = await runProgram(`
      const thread = new Thread({ target: () => { setTimeout(() => console.log('timer'), 100); }, daemon: ${daemon} });
      thread.start();
      await thread.join();
      console.log('joined', thread.isAlive());
    `);
    t.is(stdout, daemon ? 'joined false\n' : 'joined false\ntimer\n', stderr);
  }
});

test('whether it is a daemon is that of the thread that makes it, where nobody says so', async (t) => {
  t.false(new Thread().daemon);
  const { stdout } = await runProgram(`
    const daemon = new Thread({ target: () => {
      console.log(new Thread().daemon, new Thread({ daemon: false }).daemon, currentThread().daemon);
    }, daemon: true });
    daemon.start();
    await daemon.join();
    await Thread.start(() => console.log(new Thread().daemon)).join();
  `);
  t.is(stdout, 'true false true\nfalse\n');
});

test('process.exit() ends the program whatever its threads do', async (t) => {
  const { code, stdout } = await runProgram(`
    const begun = newGates(3);
    Thread.start((gate) => { open(gate); sleepSync(1e9); }, begun);
    Thread.start((gate) => { open(gate); for (;;); }, begun + 1);
    Thread.start((gate) => { Thread.start((gate) => { open(gate); sleepSync(1e9); }, gate).joinSync(); }, begun + 2);
    await Promise.all([opened(begun), opened(begun + 1), opened(begun + 2)]);
    process.exit(4);
  `);
  t.is(stdout, '');
  t.is(code, 4);
});

test('what threads and the main thread print is in order while that is blocked', async (t) => {
  const { stdout } = await runProgram(`
    for (let n = 0; n < 5; n++) {
      console.log('main', n);
      Thread.start((n) => console.log('thread', n), n).joinSync();
    }
  `);
  t.is(stdout, [0, 1, 2, 3, 4].map((n) => `main ${n}\nthread ${n}\n`).join(''));
});
