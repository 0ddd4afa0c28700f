import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const programs = [
  'syntax.mjs',
  'emitted.mjs',
  'modules.mjs',
  'commonjs.cjs',
  'travellers.mjs',
  'identity.mjs',
  'traces.mjs',
  'refusals.mjs',
  'messages.mjs',
  'workers.mjs',
  'real-code.mjs',
];

const cases = await Promise.all(
  programs.map(async (title) => {
    const program = programPath(`__test__/functions/own/${title}`);
    return { title, program, names: await caseNames(program) };
  }),
);

for (const node of nodes) {
  for (const { title, program, names } of cases) {
    declareTests(title, node, program, names);
  }
}
