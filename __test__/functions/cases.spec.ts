import test from 'ava';
import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const programs = ['declarations', 'captures', 'classes', 'imports', 'builtins', 'module-state', 'refusals'];

const cases = await Promise.all(
  programs.map(async (title) => {
    const program = programPath(`__test__/functions/cases/${title}.mjs`);
    return { title, program, names: await caseNames(program) };
  }),
);

test('no case got lost: 51 that work and 13 that are refused', (t) => {
  const refusals = cases.filter(({ title }) => title === 'refusals').flatMap(({ names }) => names);
  const all = cases.flatMap(({ names }) => names);
  t.deepEqual([all.length - refusals.length, refusals.length], [51, 13]);
});

for (const node of nodes) {
  for (const { title, program, names } of cases) {
    declareTests(title, node, program, names);
  }
}
