import test from 'ava';
import { nodes } from '../nodes.js';
import { reportOf } from '../reports.js';

/** Each scenario of fixtures/builtins.ts. */
const scenarios: [behaviour: string, scenario: string][] = [
  ['no module is loaded', 'loads-nothing'],
  ['functions that are globals are known', 'globals'],
  ['functions of global objects and classes are known', 'members'],
  ['global objects are known', 'namespaces'],
  ['globals that Node loads when they are used are known', 'loaded-late'],
  ["functions that Node's modules export are known", 'exports'],
  ["functions of what Node's modules export are known", 'members-of-exports'],
  ["Node's modules are known, and their namespaces", 'modules-themselves'],
  ["what is the program's is not taken for Node's", 'of-the-program'],
  ['no getter is called', 'calls-no-getter'],
  ['what a program has replaced is not known by its name', 'replaced'],
  ['what was found is found again', 'again'],
];

for (const node of nodes) {
  for (const [behaviour, scenario] of scenarios) {
    test(`Node ${node.major}: ${behaviour}`, async (t) => {
      t.is((await reportOf(node.path, 'builtins.js', []))[scenario], '');
    });
  }
}
