import test from 'ava';
import { run } from '../child.js';
import { programPath } from './programs.js';

type Outcome = { value: unknown } | { code: string; message: string };

interface Told {
  outcomes: Record<string, Outcome>;
  warnings: string;
}

function start(env: NodeJS.ProcessEnv): () => Promise<Told> {
  let told: Promise<Told> | undefined;
  return () => {
    told ??= run(process.execPath, [programPath('__test__/functions/debug/program.mjs')], () => {}, env).then(
      ({ code, stdout, stderr }) => {
        if (code !== 0) {
          throw new Error(stderr);
        }
        return { outcomes: JSON.parse(stdout) as Record<string, Outcome>, warnings: stderr };
      },
    );
    return told;
  };
}

const debugged = start({ NOGIL_DEBUG: '1' });
const usual = start({ NOGIL_DEBUG: '' });

for (const [name, variable] of [
  ['pushed', 'shared'],
  ['deep', 'shared'],
  ['removed', 'shared'],
  ['set', 'table'],
] as const) {
  test(`in debug mode a captured copy cannot be written to: ${name}`, async (t) => {
    const { outcomes } = await debugged();
    const outcome = outcomes[name] as { code: string; message: string };
    t.is(outcome.code, 'ERR_TASK_COPY');
    t.true(outcome.message.startsWith(`\`${variable}\` is a copy`), outcome.message);
  });
}

test('otherwise a worker writes to its copy, and nobody else sees it', async (t) => {
  const { outcomes } = await usual();
  t.deepEqual(outcomes['pushed'], { value: 3 });
  t.deepEqual(outcomes['set'], { value: 2 });
});

for (const [mode, told] of [
  ['in debug mode', debugged],
  ['otherwise', usual],
] as const) {
  test(`${mode} a captured copy is read as usual`, async (t) => {
    const { outcomes } = await told();
    const text = '[1,{"deep":[2]}]';
    t.deepEqual(outcomes['read'], { value: ['number,object', text, true, 2, 1, 2] });
    t.deepEqual(outcomes['returned'], { value: [1, { deep: [2] }] });
  });

  test(`${mode} a module variable that a worker assigns is told of, once`, async (t) => {
    const { outcomes, warnings } = await told();
    t.deepEqual(outcomes['counted'], { value: 1 });
    t.is(warnings.match(/NOGIL_OWN_COPY.*`counted`/g)?.length, 1, warnings);
  });
}

test('in debug mode a statement that does not come along is told of', async (t) => {
  const { warnings } = await debugged();
  t.regex(warnings, /NOGIL_DROPPED.*`registry`.*program\.mjs:\d+/);
  t.notRegex((await usual()).warnings, /NOGIL_DROPPED/);
});

test('in debug mode a place that captures again and again is told of, once', async (t) => {
  const { warnings } = await debugged();
  t.is(warnings.match(/NOGIL_HOT_CAPTURES.*submit\(\(index\) => \.\.\., index\)/g)?.length, 1, warnings);
  t.notRegex((await usual()).warnings, /NOGIL_HOT_CAPTURES/);
});
