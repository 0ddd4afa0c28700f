import test from 'ava';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

/** Each scenario of fixtures/arguments.ts. */
const scenarios: [behaviour: string, scenario: string][] = [
  // Fails when `Area::read` does not look at its bound.
  ['hot native functions refuse or stand whatever they are called with', 'hot-functions'],
  // Fails when `Arguments::number` wraps, and when `task_id` has no bound.
  ['a negative, fractional, too large or missing number is no index', 'numbers-that-are-no-index'],
  // Fails when a table is read without a look at the index (`Functions::name` by `names[id]`).
  ['exported native functions and classes refuse or stand whatever they are called with', 'exports'],
  // Fails when `Area::new` does not look at length and alignment.
  ['native methods refuse or stand whatever they are called with', 'methods'],
];

for (const node of nodes) {
  for (const [behaviour, scenario] of scenarios) {
    test.serial(`fault 68: Node ${node.major}: ${behaviour}`, async (t) => {
      const { code, signal, stderr } = await run(node.path, [fixture('arguments.js'), scenario]);
      t.is(signal, null, stderr);
      t.is(code, 0, stderr);
    });
  }
}
