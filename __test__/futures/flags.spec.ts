import test from 'ava';
import { workerExecArgv } from '#nogil/futures/worker-flags.js';
import { run } from '../child.js';
import { nodes } from '../nodes.js';

test('flags are inherited where nothing forbids it', (t) => {
  t.deepEqual(workerExecArgv(['--max-old-space-size=64', '--import=tsx']), {});
});

test('flags about the program are left out, flags of the module system are kept', (t) => {
  const flags = [
    '--input-type=module',
    '-e',
    'code',
    '--import',
    './hook.js',
    '--conditions=dev',
    '--max-old-space-size=64',
  ];
  t.deepEqual(workerExecArgv(flags), { execArgv: ['--import', './hook.js', '--conditions=dev'] });
});

for (const node of nodes) {
  test.serial(`Node ${node.major}: a program given by -e runs tasks`, async (t) => {
    const url = new URL('../fixtures/work.js', import.meta.url).href;
    const program =
      `import { ThreadPoolExecutor, tasks } from '${new URL('../../../dist/index.js', import.meta.url).href}';` +
      `const work = tasks(new URL('${url}'));` +
      'console.log(await new ThreadPoolExecutor(1).use((pool) => pool.submit(work.add, 1, 2)));';
    const { stdout, stderr } = await run(node.path, ['--input-type=module', '-e', program]);
    t.is(stdout, '3\n', stderr);
  });
}
