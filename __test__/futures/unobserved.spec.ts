import test from 'ava';
import { onUnobserved } from 'nogil/futures';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

for (const { major, path } of nodes) {
  const stderrOf = async (how: string): Promise<string> => {
    const { code, stderr } = await run(path, ['--expose-gc', fixture('unobserved.js'), how]);
    return `${code}\n${stderr}`;
  };

  test(`Node ${major}: a failure that nobody looks at is told of when the Future is collected`, async (t) => {
    t.regex(await stderrOf('collected'), /^0\n[\s\S]*NOGIL_UNOBSERVED[\s\S]*Error: collected\n[\s\S]*still running/);
  });

  test(`Node ${major}: or when the program ends`, async (t) => {
    t.regex(await stderrOf('exit'), /^0\n[\s\S]*UnobservedFutureWarning[\s\S]*Error: at exit\n/);
    t.regex(await stderrOf('task'), /^0\n[\s\S]*RangeError: of a task\n/);
  });

  test(`Node ${major}: ten are told of in full, the others are counted`, async (t) => {
    const stderr = await stderrOf('many');
    t.is(stderr.match(/Error: number/g)?.length, 10);
    t.regex(stderr, /15 more Futures have failed/);
  });

  test(`Node ${major}: a listener hears of them in the place of a warning`, async (t) => {
    t.is(await stderrOf('listener'), '0\nheard: by the listener\n');
  });

  test(`Node ${major}: whoever looks, before or after, is not warned`, async (t) => {
    const stderr = await stderrOf('looked');
    t.notRegex(stderr, /UNOBSERVED|looked at/);
    t.regex(stderr, /^0\n/);
  });
}

test('a listener is a function', (t) => {
  t.throws(() => onUnobserved(1 as never), {
    instanceOf: TypeError,
    message: /^listener: expected a function or null/,
  });
});
