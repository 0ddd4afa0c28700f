import test from 'ava';
import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const program = programPath('__test__/functions/own/typescript/stripped.ts');

/** The Nodes that run TypeScript without a flag. */
const stripping = nodes.filter(({ major }) => major >= 22);
const [first] = stripping;

const names = first === undefined ? [] : await caseNames(program, first.path);

if (first === undefined) {
  // biome-ignore lint/suspicious/noSkippedTests: a spec must declare a test, and there is nothing to run.
  test.skip('TypeScript is run by Nodes that strip types', (t) => t.fail());
}

for (const node of stripping) {
  declareTests('TypeScript that is stripped', node, program, names);
}
