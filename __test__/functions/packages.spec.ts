import test from 'ava';
import { run } from '../child.js';
import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const realCode = programPath('__test__/packages/programs/real-code.mjs');
const everyFunction = programPath('__test__/packages/run.mjs');
const names = await caseNames(realCode);

for (const node of nodes) {
  declareTests('functions that use packages', node, realCode, names);

  test.serial(`Node ${node.major}: each function of some packages does in a worker what it does inline`, async (t) => {
    const { code, stdout, stderr } = await run(node.path, [everyFunction, '--short']);
    t.regex(stdout, /^68 functions, WRONG: 0$/m, stderr);
    const rows = [...stdout.matchAll(/^\| ([\w-]+) \| (\d+) \| \d+ \| (\d+) \|/gm)];
    const others = rows
      .filter(([, , functions, same]) => functions !== same)
      .map(([, name, ...counts]) => [name, ...counts]);
    t.is(rows.length, 6, stdout);
    // Two are classes, which cannot be called.
    t.deepEqual(others, [['semver', '41', '39']], stdout);
    t.is(code, 0, stderr);
  });
}
