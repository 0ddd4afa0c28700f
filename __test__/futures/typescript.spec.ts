import { fileURLToPath } from 'node:url';
import test from 'ava';
import { run } from '../child.js';
import { nodes } from '../nodes.js';

const program = fileURLToPath(new URL('../../../__test__/fixtures/typescript/main.ts', import.meta.url));

for (const node of nodes.filter(({ major }) => major >= 22)) {
  test.serial(`Node ${node.major}: a TypeScript module is a source of tasks where Node strips types`, async (t) => {
    const { stdout, stderr } = await run(node.path, [program]);
    t.is(stdout, 'TYPES!\n', stderr);
  });
}
