import test from 'ava';
import { getIdent, Thread } from 'nogil/threading';
import { runProgram } from './programs.js';

async function identOf(make: () => Thread): Promise<number | null> {
  const thread = make();
  thread.start();
  await thread.join();
  return thread.ident;
}

const nothing = (): void => {};

test.serial('the isolate of a thread that has ended serves the next one', async (t) => {
  const first = await identOf(() => new Thread(nothing));
  t.is(await identOf(() => new Thread(nothing)), first);
  t.is(await identOf(() => new Thread({ target: async () => {} })), first);
  t.not(first, getIdent());
});

test.serial('a fresh thread has an isolate that nobody else has', async (t) => {
  const warm = await identOf(() => new Thread(nothing));
  const fresh = await identOf(() => new Thread({ target: nothing, fresh: true }));
  t.not(fresh, warm);
  t.is(await identOf(() => new Thread(nothing)), warm);
  t.not(await identOf(() => new Thread({ target: nothing, fresh: true })), fresh);
});

for (const [what, target] of [
  ['a timer', () => void setInterval(() => {}, 2 ** 30)],
  ['a server', async () => void (await import('node:net')).createServer().listen(0)],
  [
    'a thread',
    () => {
      Thread.start(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300));
    },
  ],
] as const) {
  test.serial(`an isolate in which ${what} is left serves no other thread`, async (t) => {
    const left = await identOf(() => new Thread({ target, daemon: true }));
    t.not(await identOf(() => new Thread(nothing)), left);
  });
}

test.serial('an isolate that has died serves no other thread', async (t) => {
  const died = await identOf(() => new Thread(() => process.exit(0)));
  t.not(await identOf(() => new Thread(nothing)), died);
});

test('isolates that are kept warm keep no program alive', async (t) => {
  const { code, stdout } = await runProgram(`
    await Promise.all(Array.from({ length: 4 }, () => Thread.start(() => {}).join()));
    const { performance } = globalThis;
    const begun = performance.now();
    process.on('exit', () => console.log(performance.now() - begun < 5000));
  `);
  t.is(stdout, 'true\n');
  t.is(code, 0);
});
