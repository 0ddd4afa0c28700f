import test from 'ava';
import { Queue } from 'nogil/queue';
import { Event, Lock, Thread } from 'nogil/threading';
import { nodes } from '../nodes.js';
import { debug, runProgram } from './programs.js';

// Fails when `State::cycle` (deadlock.rs) looks at the first holder only: both wait for ever, and the program is killed.
test('fault 27: two threads that take two locks in two orders are told in debug mode, with all four places', async (t) => {
  const { code, stdout, stderr } = await runProgram(
    `const [one, other, first, second] = [new Lock(), new Lock(), new Event(), new Event()];
    const threads = [[one, other, first, second], [other, one, second, first]].map((args) =>
      Thread.start((mine, theirs, begun, met) => {
        mine.useSync(() => {
          begun.set();
          met.waitSync();
          try {
            theirs.useSync(() => {});
          } catch (error) {
            console.log(error.name + error.message);
          }
        });
      }, ...args));
    for (const thread of threads) {
      await thread.join();
    }`,
    debug,
  );
  t.is(code, 0, stderr);
  t.regex(stdout, /^DeadlockError/);
  t.is(stdout.match(/program\.mjs:\d+/g)?.length, 4, stdout);
  t.is(stdout.match(/thread \d+/g)?.length, 4, stdout);
});

// Fails when a wait is not that of the flows around it (`flowNumbers` in lock-graph.ts): both wait for ever.
test('fault 27: so are two flows that await in use()', async (t) => {
  const { code, stdout, stderr } = await runProgram(
    `const [one, other, first, second] = [new Lock(), new Lock(), new Event(), new Event()];
    const take = (mine, theirs, begun, met) => mine.use(async () => {
      begun.set();
      await met.wait();
      await theirs.use(() => {});
    });
    const ends = await Promise.allSettled([take(one, other, first, second), take(other, one, second, first)]);
    console.log(ends.map(({ reason }) => String(reason)).join(' '));`,
    debug,
  );
  t.is(code, 0, stderr);
  t.regex(stdout, /DeadlockError/);
  t.regex(stdout, /undefined/, 'the other one goes on');
  t.is(stdout.match(/program\.mjs:\d+/g)?.length, 4, stdout);
});

// Fails when `watchedWait` (lock-graph.ts) keeps a wait whose signal has fired: a DeadlockError is told that is none.
test('fault 27: a wait that was aborted closes no circle', async (t) => {
  const { code, stdout, stderr } = await runProgram(
    `const [one, other] = [new Lock(), new Lock()];
    const [held, gone, end] = [new Event(), new Event(), new Event()];
    const stop = new AbortController();
    const second = other.use(async () => {
      held.set();
      await gone.wait();
      setTimeout(() => end.set(), 50);
      await one.use(() => console.log('both'));
    });
    await held.wait();
    await one.use(async () => {
      const waiting = other.acquire({ signal: stop.signal });
      stop.abort('enough');
      console.log(await waiting.catch(String));
      gone.set();
      await end.wait();
    });
    await second;`,
    debug,
  );
  t.is(code, 0, stderr);
  t.is(stdout, 'enough\nboth\n');
});

// Fails when `Lock.#acquireSyncSlowly` waits for ever where it has a time.
test('fault 27: of two threads that take two locks in two orders one gets false when its time is over', async (t) => {
  const [one, other, first, second, done] = [new Lock(), new Lock(), new Event(), new Event(), new Queue<boolean>()];
  const take = (mine: Lock, theirs: Lock, begun: Event, met: Event, done: Queue<boolean>, time: number) =>
    mine.useSync(() => {
      begun.set();
      met.waitSync();
      const got = theirs.acquireSync(true, time);
      if (got) {
        theirs.release();
      }
      done.putNowait(got);
    });
  const threads = [
    Thread.start(take, one, other, first, second, done, 50),
    Thread.start(take, other, one, second, first, done, 60_000),
  ];
  t.deepEqual([await done.get(), await done.get()], [false, true]);
  await Promise.all(threads.map((thread) => thread.join()));
});

const twice: Record<string, string> = {
  acquireSync: 'lock.acquireSync(); lock.acquireSync();',
  'acquire and then acquireSync': 'await lock.acquire(); lock.acquireSync();',
  useSync: 'lock.useSync(() => lock.useSync(() => {}));',
  use: 'await lock.use(() => lock.use(() => {}));',
  'acquireSync after a wait for its condition': `const condition = new Condition(lock);
    lock.acquireSync();
    const other = Thread.start((condition) => condition.useSync(() => condition.notify()), condition);
    condition.waitSync();
    other.joinSync();
    lock.acquireSync();`,
};

for (const [name, body] of Object.entries(twice)) {
  // Fails when `Party::stops` (deadlock.rs) is never so, and the last one when `Condition.#restore` tells nobody that the
  // lock is held: the program is killed.
  test(`fault 28: who takes a lock twice is told at once in debug mode, with both places (${name})`, async (t) => {
    const { code, stdout, stderr } = await runProgram(
      `const lock = new Lock();
      try {
        ${body}
      } catch (error) {
        console.log(error.name + error.message);
      }
      process.exit();`,
      debug,
    );
    t.is(code, 0, stderr);
    t.regex(stdout, /^DeadlockError/);
    t.is(stdout.match(/program\.mjs:\d+/g)?.length, 2, stdout);
  });
}

// Fails when a Lock is its thread's: the second acquire gives true.
test('fault 28: without debug mode who takes a lock twice waits until its time is over, and another thread may release it', async (t) => {
  const lock = new Lock();
  t.true(await lock.acquire());
  t.false(lock.acquireSync(true, 20));
  t.false(await lock.acquire(true, 20));
  const stop = new AbortController();
  const aborted = lock.acquire({ signal: stop.signal });
  stop.abort('enough');
  t.is(await aborted.catch((reason: unknown) => reason), 'enough');
  const waiting = lock.acquire();
  await Thread.start((lock: Lock) => lock.release(), lock).join();
  t.true(await waiting);
  lock.release();
});

const blocking: Record<string, string> = {
  'lock.acquireSync': 'lock.acquireSync(true, 20)',
  'rlock.acquireSync': 'rlock.acquireSync(true, 20)',
  'condition.waitSync': 'condition.useSync(() => condition.waitSync(20))',
  'condition.waitForSync': 'condition.useSync(() => condition.waitForSync(() => false, 20))',
  'semaphore.acquireSync': 'semaphore.acquireSync(true, 20)',
  'event.waitSync': 'event.waitSync(20)',
  'barrier.waitSync': 'try { new Barrier(2).waitSync(20) } catch {}',
  'queue.getSync': 'try { queue.getSync(true, 20) } catch {}',
  'queue.putSync': 'try { full.putSync(2, true, 20) } catch {}',
  'queue.joinSync':
    'setTimeout(() => {}, 0); Thread.start((full) => { sleepSync(50); full.taskDone(); }, full); full.joinSync()',
  'thread.joinSync': 'Thread.start(() => sleepSync(50)).joinSync()',
};

// Fails when `warnOfBlocking` is taken out of `Condition.waitForSync`, or out of any other of them; and when it warns again.
test('fault 29: each call that blocks the main thread is warned of, once in a process, with its place and the awaited form', async (t) => {
  for (const [name, call] of Object.entries(blocking)) {
    const { code, stderr } = await runProgram(
      `const [lock, rlock, condition, semaphore, event] = [new Lock(), new RLock(), new Condition(), new Semaphore(0), new Event()];
      const [queue, full] = [new Queue(), new Queue(1)];
      full.putNowait(1);
      lock.acquireSync();
      await Thread.start((rlock) => { rlock.acquireSync(); }, rlock).join();
      const block = () => { ${call}; };
      block();
      block();`.replace(
        'block();\n      block();',
        name === 'queue.joinSync' ? 'block();' : 'block();\n      block();',
      ),
    );
    t.is(code, 0, stderr);
    t.is(stderr.match(/BlockingWarning/g)?.length, 1, `${name}: ${stderr}`);
    t.regex(stderr, /NOGIL_MAIN_BLOCKED.*Use await [a-z]+\.[a-zA-Z]+\(\)/, name);
    t.regex(stderr, /at block .*program\.mjs:\d+/, name);
  }
});

// Fails when `WorkerThreads.#whileBlocked` does nothing: the last task never runs, and the program is killed.
test('fault 29: while the main thread is blocked workers boot, die and are replaced', async (t) => {
  const { code, stdout, stderr } = await runProgram(`
    const pool = new ThreadPoolExecutor(1);
    const [begun, done] = [new Event(), new Event()];
    void pool.submit((begun) => { begun.set(); process.exit(); }, begun).catch(() => {});
    void pool.submit((done) => { done.set(); }, done);
    begun.waitSync();
    console.log(done.waitSync(60_000));
    await pool.shutdown();`);
  t.deepEqual([code, stdout], [0, 'true\n'], stderr);
});

// Fails when the answer of a wait is kept for all waits of the thread: the outer one is told of the inner one's.
test('fault 29: a callback that waits while the main thread is blocked changes nothing for that wait', async (t) => {
  const { code, stdout, stderr } = await runProgram(`
    const pool = new ThreadPoolExecutor(1);
    await pool.submit(() => {});
    const [lock, asked, answers] = [new Lock(), new Queue(), new Queue()];
    lock.acquireSync();
    const other = Thread.start((asked, answers) => {
      for (const one of asked.iterSync()) {
        sleepSync(1);
        answers.putNowait(one);
      }
    }, asked, answers);
    asked.putNowait(0);
    await answers.get();
    let calls = 0;
    // Some of them end while the last slice of the wait does.
    for (let round = 0; round < 300; round++) {
      pool.submit(() => sleepSync(3)).addDoneCallback(() => {
        asked.putNowait(1);
        answers.getSync();
        calls += 1;
      });
    }
    console.log(lock.acquireSync(true, 2000), calls > 0);
    await pool.shutdown();
    asked.shutdown();
    await other.join();`);
  t.deepEqual([code, stdout], [0, 'false true\n'], stderr);
});

const parked: Record<string, string> = {
  'lock.acquireSync': 'lock.acquireSync()',
  'rlock.acquireSync': 'rlock.acquireSync()',
  'condition.waitSync': 'condition.useSync(() => { begun(); condition.waitSync(); })',
  'condition.waitForSync': 'condition.useSync(() => { begun(); condition.waitForSync(() => false); })',
  'semaphore.acquireSync': 'semaphore.acquireSync()',
  'event.waitSync': 'never.waitSync()',
  'barrier.waitSync': 'barrier.waitSync()',
  'queue.getSync': 'queue.getSync()',
  'queue.putSync': 'full.putSync(2)',
  'queue.joinSync': 'full.joinSync()',
  'queue.iterSync': 'for (const item of queue.iterSync()) { console.log(item); }',
  'cell.update': 'cell.update(() => 1)',
  'a lock with a time': 'lock.acquireSync(true, 1e9)',
  'thread.joinSync': 'Thread.start(() => { begun(); sleepSync(1e9); }).joinSync()',
  'future.resultSync': 'new ThreadPoolExecutor(1).submit(() => { begun(); sleepSync(1e9); }).resultSync()',
  sleepSync: 'sleepSync(1e9)',
  'Atomics.wait': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  'a loop': 'for (;;) {}',
};

for (const node of nodes) {
  // Fails when `block` (binding/waiting.ts) goes on after an interrupt: the program is killed.
  test(`fault 48, Node ${node.major}: process.exit(7) ends a program whose threads are parked in every kind of wait`, async (t) => {
    const starts = Object.values(parked).map(
      (call) => `{
        const begun = new Event();
        Thread.start((lock, rlock, condition, semaphore, never, barrier, queue, full, cell, event) => {
          const begun = () => event.set();
          begun();
          ${call};
        }, lock, rlock, condition, semaphore, never, barrier, queue, full, cell, begun);
        await begun.wait();
      }`,
    );
    const { code, signal, stdout, stderr } = await runProgram(
      `const [lock, rlock, condition, semaphore, never] = [new Lock(), new RLock(), new Condition(), new Semaphore(0), new Event()];
      const [barrier, queue, full, cell, updating] = [new Barrier(9), new Queue(), new Queue(1), new Cell(0), new Event()];
      full.putNowait(1);
      await lock.acquire();
      await rlock.acquire();
      Thread.start((cell, updating) => cell.update(() => { updating.set(); new Event().waitSync(); }), cell, updating);
      await updating.wait();
      ${starts.join('\n')}
      sleepSync(100);
      const start = performance.now();
      process.on('exit', () => console.log('exit'));
      process.exit(7);`,
      {},
      node.path,
    );
    t.deepEqual([code, signal, stdout], [7, null, 'exit\n'], stderr);
  });
}
