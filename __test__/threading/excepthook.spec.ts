import test from 'ava';
import { WorkerTerminated } from 'nogil/futures';
import { type ExceptHookArgs, excepthook, setExcepthook, Thread } from 'nogil/threading';
import { runProgram } from './programs.js';

async function caught(run: () => Promise<void>): Promise<ExceptHookArgs[]> {
  const found: ExceptHookArgs[] = [];
  const before = setExcepthook((args) => found.push(args));
  try {
    await run();
  } finally {
    setExcepthook(before);
  }
  return found;
}

test.serial('the hook is told of what a thread has not caught, and join does not fail', async (t) => {
  const thread = new Thread({
    target: () => {
      throw Object.assign(new RangeError('expected'), { code: 'E_ONE' });
    },
    name: 'fails',
  });
  const [args, ...others] = await caught(async () => {
    thread.start();
    t.is(await thread.join(), undefined);
  });
  t.deepEqual(others, []);
  t.is(args?.thread, thread);
  t.is(args?.excType, RangeError);
  t.like(args?.excValue, { message: 'expected', code: 'E_ONE' });
  t.regex(args?.excTraceback ?? '', /^RangeError: expected\n +at /);
});

test.serial('the hook is told before joinSync returns, also of a promise that was rejected', async (t) => {
  const values: unknown[] = [];
  const found = await caught(async () => {
    for (const thrown of ['text', undefined, 0]) {
      Thread.start(async (thrown: unknown) => {
        throw thrown;
      }, thrown).joinSync();
    }
  });
  for (const { excValue, excType, excTraceback } of found) {
    values.push(excValue);
    t.deepEqual([excType, excTraceback], [undefined, undefined]);
  }
  t.deepEqual(values, ['text', undefined, 0]);
});

test.serial('a thread that dies of an error in a timer tells of it', async (t) => {
  const [args] = await caught(() =>
    Thread.start(async () => {
      setTimeout(() => {
        throw new Error('in a timer');
      });
      await new Promise<never>((_, reject) => setTimeout(reject, 60_000));
    }).join(),
  );
  t.true(args?.excValue instanceof WorkerTerminated);
  t.like((args?.excValue as Error | undefined)?.cause, { message: 'in a timer' });
});

test.serial('a thread that can never end fails', async (t) => {
  const [args] = await caught(() => Thread.start(() => new Promise<never>(() => {})).join());
  t.is((args?.excValue as Error | undefined)?.name, 'DeadlockError');
});

test.serial('process.exit() in a thread ends it alone, and nothing is said', async (t) => {
  const thread = new Thread(() => process.exit());
  const found = await caught(async () => {
    thread.start();
    await thread.join();
  });
  t.deepEqual(found, []);
  t.false(thread.isAlive());
});

test.serial('setExcepthook gives the hook before, and takes functions and null alone', (t) => {
  const hook = (): void => {};
  t.is(setExcepthook(hook), null);
  t.is(setExcepthook(excepthook), hook);
  t.is(setExcepthook(null), excepthook);
  t.throws(() => setExcepthook('print' as never), { message: 'hook: expected a function, or null; got string' });
});

test('without a hook the error and its stack are printed, in order with what the thread prints', async (t) => {
  const { code, stderr } = await runProgram(`
    const thread = new Thread({ target: () => { console.error('first'); throw new Error('expected'); }, name: 'one' });
    thread.start();
    thread.joinSync();
    console.error('last');
  `);
  const lines = stderr.split('\n').filter((line) => !/^ +at |BlockingWarning|trace-warnings/.test(line));
  t.deepEqual(lines, ['first', 'Exception in thread one:', 'Error: expected', 'last', '']);
  t.regex(stderr, /Error: expected\n +at .*program\.mjs/);
  t.is(code, 0);
});

test('what a hook throws is printed, and so is the error', async (t) => {
  const { code, stderr } = await runProgram(`
    setExcepthook(() => { throw new Error('of the hook'); });
    await Thread.start(() => { throw new Error('of the thread'); }).join();
  `);
  t.regex(stderr, /^Exception in threading.excepthook:\nError: of the hook\n/);
  t.regex(stderr, /\nException in thread Thread-1:\nError: of the thread\n/);
  t.is(code, 0);
});
