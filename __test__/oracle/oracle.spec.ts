import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import test from 'ava';
import { run } from '../child.js';
import { readCorpus } from './programs.js';
import { runCorpus } from './run.js';
import { SyncInterpreter } from './sync-interpreter.js';

const file = (name: string): string => fileURLToPath(new URL(`../../../__test__/oracle/${name}`, import.meta.url));
const lines = readCorpus(file('corpus/pool.jsonl.gz'));

test('pools do what CPython does, in every program of the corpus', async (t) => {
  t.is(lines.length, 120);
  const differences = await runCorpus(lines, 4);
  t.deepEqual(differences, []);
});

test('Futures that are made by hand do what those of CPython do, in every program of the corpus', async (t) => {
  const programs = readCorpus(file('corpus/futures.jsonl.gz'));
  t.is(programs.length, 26);
  t.deepEqual(await runCorpus(programs, 2), []);
});

/** Of each family: every so many. */
const samples = { seq: 15, lockstep: 30, chaos: 20 };

for (const [family, every] of Object.entries(samples)) {
  test(`threads, locks and queues do what those of CPython do: a sample of ${family}`, async (t) => {
    const programs = readCorpus(file(`corpus/${family}.jsonl.gz`)).filter((_, index) => index % every === 0);
    t.true(programs.length >= 3);
    t.deepEqual(await runCorpus(programs, 2), []);
  });
}

test('a program of threads names those that wait, of which each has one for itself', async (t) => {
  const line = readCorpus(file('corpus/lockstep.jsonl.gz')).find(({ program }) =>
    program.steps.some(({ o, n = 0 }) => o === 'go' && n > 1),
  );
  const trace = line && (await new SyncInterpreter(line.program, 'blocked').run());
  const threads = trace?.map((event) => event.threads ?? []).find((ids) => ids.length > 1) ?? [];
  t.true(threads.length > 1);
  t.is(new Set(threads).size, threads.length);
  t.false(threads.includes(threadId));
});

test('a program that leaves another trace is told, with the place', async (t) => {
  const line = structuredClone(lines[0]);
  const event = line?.trace.at(-1);
  if (line === undefined || event === undefined) {
    return t.fail('the corpus is empty');
  }
  event.r = 'something else';
  const [difference, ...others] = await runCorpus([line], 1);
  t.is(difference?.seed, line.seed);
  t.regex(difference?.difference ?? '', /^expected .*"something else".*, got /);
  t.deepEqual(others, []);
});

test('the command prints how many agree, then the ids that differ, and fails if any does', async (t) => {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const differs = file('corpus/differs.jsonl');
  const { code, stdout, stderr } = await run(process.execPath, [main, differs]);
  t.is(stdout, 'agree 1 of 3\n2\n3\n');
  t.regex(stderr, /^2: expected .*\n3: not supported: /);
  t.is(code, 1);
  const family = await run(process.execPath, [main, differs, '--family', 'seq']);
  t.is(family.stdout, 'agree 0 of 1\n3\n');
});
