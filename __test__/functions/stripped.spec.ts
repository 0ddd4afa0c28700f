import test from 'ava';
import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const program = programPath('__test__/functions/own/typescript/stripped.ts');

/** The Nodes that run TypeScript without a flag. */
const stripping = nodes.filter(({ major }) => major >= 22);
const [first] = stripping;

const names = first === undefined ? [] : await caseNames(program, first.path);

// Where the specs run on Node 20 alone, there is nothing to run.
test('TypeScript is run by Nodes that strip types', (t) => {
  t.true(stripping.length > 0 || nodes.every(({ major }) => major < 22));
});

for (const node of stripping) {
  declareTests('TypeScript that is stripped', node, program, names);
}
