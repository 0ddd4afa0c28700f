import test from 'ava';
import { run } from '../child.js';
import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const program = programPath('__test__/functions/own/typescript/stripped.ts');

/** The Nodes that run TypeScript without a flag. */
const stripping = nodes.filter(({ major }) => major >= 22);
const [first] = stripping;

const names = first === undefined ? [] : await caseNames(program, first.path);

for (const node of stripping) {
  declareTests('TypeScript that is stripped', node, program, names);
}

for (const { major, path } of nodes.filter((node) => !stripping.includes(node))) {
  test(`Node ${major} strips no types`, async (t) => {
    const { code, stderr } = await run(path, [program]);
    t.not(code, 0);
    t.regex(stderr, /ERR_UNKNOWN_FILE_EXTENSION/);
  });
}
