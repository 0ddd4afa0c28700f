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
    const [, functions, wrong] = /^(\d+) functions, WRONG: (\d+)$/m.exec(stdout) ?? [];
    t.is(wrong, '0', stdout + stderr);
    t.true(Number(functions) > 50, stdout);
    t.is(code, 0, stderr);
  });
}
