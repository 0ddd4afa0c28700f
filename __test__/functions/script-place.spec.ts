import test from 'ava';
import { nodes } from '../nodes.js';
import { reportOf } from '../reports.js';

/** Each scenario of fixtures/script-places.ts. */
const scenarios: [behaviour: string, scenario: string][] = [
  ['a function is where the inspector says', 'the-same-as-the-inspector'],
  ['functions of one script have its number', 'the-number-of-the-script'],
  ['native, bound and proxied functions are nowhere', 'what-is-native-or-bound'],
  ['a function is found after the collector has dropped what finds it', 'code-that-was-dropped'],
  ['the flags of V8 are as they were', 'flags-as-they-were'],
  ['a flag that the program has set stays set', 'a-flag-of-the-program'],
  ['threads that begin at once find their functions', 'threads-at-once'],
];

for (const node of nodes) {
  for (const thread of ['main', 'worker']) {
    for (const [behaviour, scenario] of scenarios) {
      test(`Node ${node.major}, ${thread}: ${behaviour}`, async (t) => {
        t.is((await reportOf(node.path, 'script-places.js', [thread]))[scenario], '');
      });
    }
  }
}
