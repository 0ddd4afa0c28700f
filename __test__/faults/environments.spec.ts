import test from 'ava';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

/** Each scenario of fixtures/environments.ts. */
const scenarios: [fault: number, behaviour: string, scenario: string][] = [
  // Fails when an environment's end closes what is of the process (`Environment::end` closing the native pool).
  [52, 'the addon is loaded by threads alone, and unloaded in any order', 'any-order-without-main'],
  [52, 'the addon is loaded by main and by threads, and unloaded in any order', 'any-order-with-main'],
  [52, 'of two threads with the addon the first one goes, and the second one works', 'the-first-of-two-goes'],
  [52, 'twenty threads load the addon, and are terminated at any point of that', 'twenty-at-once'],
  // Fails when `Doorbell` has no guarded handle: Node 20 and 22 crash.
  [53, 'results for a thread that ends are dropped', 'results-for-those-who-have-gone'],
  // Fails when `submitNative` does not pin the memory.
  [53, 'pools, Futures and memory that nobody but a task holds live as long as the task', 'collected-while-used'],
  // Fails when `instanceof` asks for the prototype (`brand`), and when each copy loads an addon (`loadOnce`).
  [57, 'two copies of the package share a runtime, and know the errors of each other', 'two-copies'],
];

for (const node of nodes) {
  for (const [fault, behaviour, scenario] of scenarios) {
    test.serial(`fault ${fault}: Node ${node.major}: ${behaviour}`, async (t) => {
      const { code, signal, stderr } = await run(node.path, ['--expose-gc', fixture('environments.js'), scenario]);
      t.is(signal, null, stderr);
      t.is(code, 0, stderr);
    });
  }
}
