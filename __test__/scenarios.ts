/**
 * Programs of which each run is a scenario: `node --expose-gc FIXTURE SCENARIO`.
 */

import test from 'ava';
import { fixture, run } from './child.js';
import { nodes } from './nodes.js';

/** What a scenario shows, and its name. */
export type Scenario = [behaviour: string, scenario: string];

/** Has a test of each scenario on each Node: it ends by itself, and says nothing. */
export function testScenarios(program: string, scenarios: readonly Scenario[]): void {
  for (const node of nodes) {
    for (const [behaviour, scenario] of scenarios) {
      test(`Node ${node.major}: ${behaviour}`, async (t) => {
        const flags = ['--expose-gc', '--no-warnings'];
        const { code, signal, stderr } = await run(node.path, [...flags, fixture(program), scenario]);
        t.deepEqual([code, signal, stderr], [0, null, '']);
      });
    }
  }
}
