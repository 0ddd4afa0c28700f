import test from 'ava';
import { run } from '../child.js';
import { nodes } from '../nodes.js';
import { programPath } from './programs.js';

type Outcome = { value: unknown } | Failure;

interface Failure {
  name: string;
  code?: string;
  message: string;
  cause?: string;
  stack: string;
}

interface Told {
  outcomes: Record<string, Outcome>;
  warnings: string;
}

function start(node: string, env: NodeJS.ProcessEnv): () => Promise<Told> {
  let told: Promise<Told> | undefined;
  return () => {
    told ??= run(node, [programPath('__test__/functions/debug/program.mjs')], () => {}, env).then(
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

for (const { major, path } of nodes) {
  const debugged = start(path, { NOGIL_DEBUG: '1' });
  const usual = start(path, { NOGIL_DEBUG: '' });

  for (const [name, variables, cause] of [
    ['pushed', '`shared`', 'Cannot add property 2, object is not extensible'],
    ['deep', '`shared`', "Cannot assign to read only property '0' of object '[object Array]'"],
    ['removed', '`shared`', "Cannot delete property 'deep' of #<Object>"],
    ['property', '`right`', 'Cannot add property more, object is not extensible'],
    ['index', '`left`', 'Cannot add property 3, object is not extensible'],
    ['either', '`list` or `left`', '[object Array] is not extensible'],
    ['later', '`left`', "Cannot assign to read only property '0' of object '[object Array]'"],
    ['inHelper', '`left`', 'Cannot add property 3, object is not extensible'],
    ['inArgument', '`left`', "Cannot delete property '2' of [object Array]"],
    ['inMap', '`nested`', "Cannot assign to read only property 'value' of object '#<Object>'"],
    ['constant', '`settings`', 'Cannot add property 2, object is not extensible'],
    ['constantMap', '`settings`', undefined],
    ['set', '`table`', undefined],
    ['added', '`tags`', undefined],
    ['moved', '`when`', undefined],
  ] as const) {
    test(`Node ${major}: in debug mode a copy cannot be written to: ${name}`, async (t) => {
      const outcome = (await debugged()).outcomes[name] as Failure;
      t.is(outcome.name, 'TaskError', JSON.stringify(outcome));
      t.is(outcome.code, 'ERR_TASK_COPY');
      const [first, hint] = outcome.message.split('\n');
      t.regex(first as string, /^`.+` is a copy of (?:the|a) variable that the function uses: .*nobody else sees\.$/);
      t.true(first?.startsWith(`${variables} is a copy`), first);
      t.is(hint, '  Return the value, or keep it in a Cell, a List or a Dict of nogil/shared, which all threads see.');
      t.is(outcome.cause, cause);
      t.regex(outcome.stack, /program\.mjs:\d+:\d+/);
    });
  }

  test(`Node ${major}: in debug mode an error of another object stays what it is`, async (t) => {
    const { outcomes } = await debugged();
    t.like(outcomes['unrelated'], {
      name: 'TypeError',
      message: "Cannot assign to read only property 'only' of object '#<Object>'",
    });
    t.like(outcomes['thrown'], { name: 'TypeError', message: 'Cannot read 3' });
  });

  test(`Node ${major}: otherwise a worker writes to its copy, and nobody else sees it`, async (t) => {
    const { outcomes } = await usual();
    t.deepEqual(outcomes['pushed'], { value: 3 });
    t.deepEqual(outcomes['set'], { value: 2 });
  });

  for (const [mode, told] of [
    ['in debug mode', debugged],
    ['otherwise', usual],
  ] as const) {
    test(`Node ${major}: ${mode} a captured copy is read as usual`, async (t) => {
      const { outcomes } = await told();
      const text = '[1,{"deep":[2]}]';
      t.deepEqual(outcomes['read'], { value: ['number,object', text, true, 2, 1, 2] });
      t.deepEqual(outcomes['returned'], { value: [1, { deep: [2] }] });
    });

    test(`Node ${major}: ${mode} what does not write to copies does the same`, async (t) => {
      const { outcomes } = await told();
      t.deepEqual(outcomes['same'], { value: true });
      t.deepEqual(outcomes['cycle'], { value: 4 });
      t.deepEqual(outcomes['cloned'], { value: [[{ items: [1, 2] }], 2, 5, 1, 0] });
      t.deepEqual(outcomes['collections'], {
        value: [
          [
            ['key', { value: 1 }],
            ['more', 1],
          ],
          ['a', 'b'],
          7,
        ],
      });
      t.deepEqual(outcomes['argument'], { value: [0, 3] });
      t.deepEqual(outcomes['state'], { value: [4, 5] });
      // A view cannot be frozen.
      t.deepEqual(outcomes['view'], { value: 1 });
    });

    test(`Node ${major}: ${mode} a module variable that a worker assigns is told of, once`, async (t) => {
      const { outcomes, warnings } = await told();
      t.deepEqual(outcomes['counted'], { value: 1 });
      t.is(warnings.match(/NOGIL_OWN_COPY.*`counted`/g)?.length, 1, warnings);
    });
  }

  test(`Node ${major}: in debug mode a statement that does not come along is told of`, async (t) => {
    const { warnings } = await debugged();
    t.regex(warnings, /NOGIL_DROPPED.*`registry`.*program\.mjs:\d+/);
    t.notRegex((await usual()).warnings, /NOGIL_DROPPED/);
  });

  test(`Node ${major}: in debug mode a place that captures again and again is told of, once`, async (t) => {
    const { warnings } = await debugged();
    t.is(warnings.match(/NOGIL_HOT_CAPTURES.*submit\(\(index\) => \.\.\., index\)/g)?.length, 1, warnings);
    t.notRegex((await usual()).warnings, /NOGIL_HOT_CAPTURES/);
  });
}
