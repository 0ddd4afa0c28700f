import test from 'ava';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

/** Each scenario of fixtures/many-tasks.ts. */
const scenarios: [fault: number, behaviour: string, scenario: string][] = [
  // Fails when `giveBack` in pending.ts does not free the task's number, and when `tell` in unobserved.ts leaves the
  // failure in `open`.
  [23, 'a million dropped Futures leave nothing behind, and each failure is told of once', 'dropped-futures'],
  // Fails when each Future has its `Extra` from the start, and when `open` in pending.ts looks for a free number in
  // all of `futures`.
  [41, 'a million queued tasks take 450 bytes each at most, and the last no longer than the first', 'queued-tasks'],
];

for (const node of nodes) {
  for (const [fault, behaviour, scenario] of scenarios) {
    test.serial(`fault ${fault}: Node ${node.major}: ${behaviour}`, async (t) => {
      const { code, signal, stderr } = await run(node.path, ['--expose-gc', fixture('many-tasks.js'), scenario]);
      t.is(signal, null, stderr);
      t.is(code, 0, stderr);
    });
  }
}
