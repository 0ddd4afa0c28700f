import test from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';
import {
  currentThread,
  type ExceptHookArgs,
  enumerate,
  excepthook,
  getIdent,
  mainThread,
  RuntimeError,
  setExcepthook,
  stackSize,
  Thread,
  Timer,
} from 'nogil/threading';
import { blockUntilOpen, newGates, open, opened } from '../gates.js';
import { runProgram } from '../threading/programs.js';

const shared = (): Int32Array => new Int32Array(new SharedArrayBuffer(256));

test('test_threading: test_name: a name is given, or made of a number and the target', (t) => {
  function func(): void {}
  t.is(new Thread({ name: 'myname1' }).name, 'myname1');
  t.regex(new Thread().name, /^Thread-\d+$/);
  t.regex(new Thread({ target: func }).name, /^Thread-\d+ \(func\)$/);
  t.is(new Thread({ target: func, name: '' }).name, '');
});

test('test_threading: test_args_argument: the arguments are those of the array', async (t) => {
  const into = shared();
  const add = (into: Int32Array, at: number, ...numbers: number[]): void => {
    into[at] = numbers.reduce((sum, number) => sum + number, 100);
  };
  const cases = [[], [1], [1, 2], Object.freeze([1, 2, 3])];
  for (const [at, numbers] of cases.entries()) {
    const thread = new Thread({ target: add, args: [into, at, ...numbers] });
    thread.start();
    await thread.join();
  }
  t.deepEqual([...into.slice(0, 4)], [100, 101, 103, 106]);
});

class TestThread extends Thread {
  readonly running: Int32Array;
  readonly gate: number;
  seen = 0;

  constructor(name: string, running: Int32Array, gate: number) {
    super({ name });
    this.running = running;
    this.gate = gate;
  }

  override run(): void {
    this.seen = Atomics.add(this.running, 0, 1) + 1;
    if (this.seen === 10) {
      open(this.gate);
    }
    blockUntilOpen(this.gate);
    Atomics.sub(this.running, 0, 1);
  }
}

async function variousOps(): Promise<string[]> {
  const [running, gate] = [shared(), newGates()];
  const complaints: string[] = [];
  const check = (is: boolean, what: string): void => {
    if (!is) {
      complaints.push(what);
    }
  };
  const threads = Array.from({ length: 10 }, (_, n) => new TestThread(`<thread ${n}>`, running, gate));
  for (const thread of threads) {
    check(thread.ident === null, 'it has a number before it starts');
    thread.start();
    check(thread.ident !== null && thread.ident !== 0, 'it has none when it has started');
  }
  for (const thread of threads) {
    await thread.join();
    check(!thread.isAlive(), 'it is alive after a join');
    check(thread.ident !== 0, 'it has lost its number');
  }
  check(new Set(threads.map(({ seen }) => seen)).size === 10, 'they were not all running at once');
  check(running[0] === 0, 'some are running');
  return complaints;
}

test.serial('test_threading: test_various_ops: ten threads of a class run at once, and end', async (t) => {
  t.deepEqual(await variousOps(), []);
});

test.serial('test_threading: test_various_ops_small_stack: as much with small stacks', async (t) => {
  stackSize(1024 * 1024);
  try {
    t.deepEqual(await variousOps(), []);
  } finally {
    stackSize(0);
  }
});

test.serial('test_threading: test_various_ops_large_stack: as much with large stacks', async (t) => {
  stackSize(16 * 1024 * 1024);
  try {
    t.deepEqual(await variousOps(), []);
  } finally {
    stackSize(0);
  }
});

test('test_threading: test_ident_of_no_threading_threads: a thread that is none of these has the number too', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.true(await pool.submit(() => currentThread().ident === getIdent()));
  });
});

test('test_threading: test_join_nondaemon_on_shutdown: threads are waited for when the main thread has ended', async (t) => {
  const { stdout, stderr, code } = await runProgram(`
    function thread() { sleepSync(100); console.log('non-daemon thread ends'); }
    process.once('exit', () => console.log('exit'));
    new Thread({ target: thread, daemon: false }).start();
  `);
  t.is(stdout, 'non-daemon thread ends\nexit\n');
  t.is(stderr, '');
  t.is(code, 0);
});

test('test_threading: test_enumerate_after_join: a thread that was joined is not among those that are alive', async (t) => {
  for (let n = 0; n < 100; n++) {
    const thread = new Thread({ target: () => {} });
    thread.start();
    await thread.join();
    t.false(enumerate().includes(thread));
  }
});

test('test_threading: test_join_from_multiple_threads: any number of threads join one', async (t) => {
  const gate = newGates();
  const errors = shared();
  const thread = Thread.start((gate: number) => blockUntilOpen(gate), gate);
  const joiners = Array.from({ length: 6 }, () =>
    Thread.start(
      (thread: Thread, errors: Int32Array) => {
        thread.joinSync();
        Atomics.add(errors, thread.isAlive() ? 0 : 1, 1);
      },
      thread,
      errors,
    ),
  );
  open(gate);
  await Promise.all([thread, ...joiners].map((thread) => thread.join()));
  t.deepEqual([...errors.slice(0, 2)], [0, 6]);
});

test('test_threading: test_join_with_timeout: a join that is over too early leaves the thread alive', async (t) => {
  const gate = newGates();
  const thread = Thread.start((gate: number) => blockUntilOpen(gate), gate);
  await thread.join(10);
  t.true(thread.isAlive());
  thread.joinSync(1);
  t.true(thread.isAlive());
  open(gate);
  await thread.join(60_000);
  t.false(thread.isAlive());
});

test('test_threading: test_daemon_param: a thread is a daemon if it was made one', (t) => {
  t.false(new Thread().daemon);
  t.false(new Thread({ daemon: false }).daemon);
  t.true(new Thread({ daemon: true }).daemon);
});

test('test_threading: test_main_thread: the main thread is the same one for all', async (t) => {
  const main = mainThread();
  t.is(main.name, 'MainThread');
  t.is(main.ident, currentThread().ident);
  t.is(main.ident, getIdent());
  const seen = shared();
  await Thread.start((seen: Int32Array) => {
    seen[0] = mainThread().ident === getIdent() ? 1 : 2;
    seen[1] = mainThread().ident ?? 0;
  }, seen).join();
  t.deepEqual([...seen.slice(0, 2)], [2, main.ident]);
});

test('test_threading: test_leak_without_join: a thread that nobody joins ends', async (t) => {
  const { stdout, code } = await runProgram(`Thread.start(() => { console.log('ends'); });`);
  t.is(stdout, 'ends\n');
  t.is(code, 0);
});

test('test_threading: test_start_new_thread_at_finalization: no thread starts when the program ends', async (t) => {
  const { stdout, code } = await runProgram(`
    process.once('exit', () => {
      try { Thread.start(() => console.log('runs')); } catch (error) { console.log(error.name, error.message); }
    });
  `);
  t.is(stdout, "RuntimeError can't start new thread\n");
  t.is(code, 0);
});

test('test_threading: test_1_join_on_shutdown: a thread waits for the main one to end', async (t) => {
  const { stdout } = await runProgram(`
    const ends = newGates();
    Thread.start((gate) => { blockUntilOpen(gate); console.log('end of thread'); }, ends);
    console.log('end of main');
    open(ends);
  `);
  t.is(stdout, 'end of main\nend of thread\n');
});

test('test_threading: test_4_daemon_threads: daemons that are busy do not disturb the end of the program', async (t) => {
  const { code, signal, stdout, stderr } = await runProgram(`
    const begun = newGates(8);
    for (let n = 0; n < 8; n++) {
      new Thread({ target: (gate) => { open(gate); for (;;) { Buffer.alloc(2000).fill(1); } }, args: [begun + n], daemon: true }).start();
    }
    for (let n = 0; n < 8; n++) { await opened(begun + n); }
  `);
  t.deepEqual({ code, signal, stdout, stderr }, { code: 0, signal: null, stdout: '', stderr: '' });
});

test('test_threading: test_thread_from_thread: a thread starts one when the main thread has ended', async (t) => {
  const { stdout, code } = await runProgram(`
    Thread.start(() => {
      sleepSync(100);
      Thread.start(() => { sleepSync(100); console.log('ok'); });
    });
  `);
  t.is(stdout, 'ok\n');
  t.is(code, 0);
});

test('test_threading: test_start_thread_again: a thread is started once', async (t) => {
  const thread = new Thread();
  thread.start();
  t.throws(() => thread.start(), { instanceOf: RuntimeError });
  await thread.join();
});

test('test_threading: test_joining_current_thread: a thread cannot join itself', (t) => {
  t.throws(() => currentThread().join(), { instanceOf: RuntimeError });
  t.throws(() => currentThread().joinSync(), { instanceOf: RuntimeError });
});

test('test_threading: test_joining_inactive_thread: a thread that has not started cannot be joined', (t) => {
  t.throws(() => new Thread().join(), { instanceOf: RuntimeError });
});

test('test_threading: test_daemonize_active_thread: a thread that runs cannot become a daemon', async (t) => {
  const thread = new Thread();
  thread.start();
  t.throws(() => Object.assign(thread, { daemon: true }), { instanceOf: RuntimeError });
  await thread.join();
});

test('test_threading: test_print_exception: an error is printed with the name of the thread and its stack', async (t) => {
  const { stderr, code } = await runProgram(`
    function run() { throw new RangeError('1/0'); }
    const thread = new Thread({ target: run });
    thread.start();
    await thread.join();
  `);
  t.regex(stderr, /^Exception in thread Thread-1 \(run\):\nRangeError: 1\/0\n +at run \(.*program\.mjs/);
  t.is(code, 0);
});

class ThreadRunFail extends Thread {
  override run(): void {
    throw new RangeError('run failed');
  }
}

async function whatHooksGet(hook: ((args: ExceptHookArgs) => void) | null, thread: Thread): Promise<string> {
  const { write } = process.stderr;
  let printed = '';
  process.stderr.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
  const before = setExcepthook(hook);
  try {
    thread.start();
    await thread.join();
  } finally {
    setExcepthook(before);
    process.stderr.write = write;
  }
  return printed;
}

test.serial('test_threading: test_excepthook: the hook of Python prints the name and the stack', async (t) => {
  const printed = await whatHooksGet(excepthook, new ThreadRunFail({ name: 'excepthook thread' }));
  t.regex(printed, /^Exception in thread excepthook thread:\n/);
  t.regex(printed, /RangeError: run failed\n +at /);
});

test.serial('test_threading: test_excepthook_thread_None: an error without a thread is printed too', (t) => {
  const { write } = process.stderr;
  let printed = '';
  process.stderr.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
  const error = new RangeError('bug');
  excepthook({ excType: RangeError, excValue: error, excTraceback: error.stack, thread: undefined });
  process.stderr.write = write;
  t.regex(printed, /^Exception in thread:\nRangeError: bug\n/);
});

test.serial('test_threading: test_system_exit: a thread that exits says nothing', async (t) => {
  class ThreadExit extends Thread {
    override run(): void {
      process.exit(0);
    }
  }
  t.is(await whatHooksGet(null, new ThreadExit()), '');
});

test.serial('test_threading: test_custom_excepthook: a hook is told of the error and the thread', async (t) => {
  let args: ExceptHookArgs | undefined;
  const thread = new ThreadRunFail();
  const printed = await whatHooksGet((given) => {
    args = given;
  }, thread);
  t.is(printed, '');
  t.is(args?.excType, RangeError);
  t.is(String(args?.excValue), 'RangeError: run failed');
  t.is(args?.excTraceback, (args?.excValue as Error | undefined)?.stack);
  t.is(args?.thread, thread);
});

test.serial('test_threading: test_custom_excepthook_fail: what a hook throws is printed', async (t) => {
  const printed = await whatHooksGet(() => {
    throw new Error('threading_hook failed');
  }, new ThreadRunFail());
  t.regex(printed, /^Exception in threading.excepthook:\nError: threading_hook failed\n/);
});

test.serial(
  'test_threading: test_original_excepthook: the hook of Python is back when another is taken back',
  async (t) => {
    const threads: (Thread | undefined)[] = [];
    const first = new ThreadRunFail();
    t.is(await whatHooksGet(({ thread }) => void threads.push(thread), first), '');
    t.regex(await whatHooksGet(excepthook, new ThreadRunFail()), /^Exception in thread Thread-\d+:\n/);
    t.deepEqual(threads, [first]);
  },
);

test('test_threading: test_init_immutable_default_args: timers share no arguments', async (t) => {
  const [first, second] = [newGates(), newGates()];
  const into = shared();
  const note = (into: Int32Array, at: number, gate: number): void => {
    into[at] = 1;
    open(gate);
  };
  const args: [Int32Array, number, number] = [into, 0, first];
  const timer = new Timer(1, note, args);
  args[1] = 5;
  timer.start();
  await opened(first);
  const other = new Timer(1, note, [into, 1, second]);
  other.start();
  await opened(second);
  await Promise.all([timer.join(), other.join()]);
  t.deepEqual([...into.slice(0, 6)], [1, 1, 0, 0, 0, 0]);
});
