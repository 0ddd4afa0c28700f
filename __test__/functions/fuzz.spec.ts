import { fileURLToPath } from 'node:url';
import test from 'ava';
import { run } from '../child.js';
import { nodes } from '../nodes.js';

const fuzz = fileURLToPath(new URL('../../../scripts/fuzz/run.mjs', import.meta.url));

for (const { major, path } of nodes.filter((node, index) => index === 0 || node.major === 24)) {
  test(`functions of 60 programs give in a worker what they give where they stand, on Node ${major}`, async (t) => {
    // One seed for all, so that a failure can be seen again.
    const given = ['--programs', '60', '--seed', '5', '--smaller', '0', '--node', path];
    const { code, stdout, stderr } = await run(process.execPath, [fuzz, ...given]);
    t.regex(stdout, /^WRONG: 0$/m, stdout + stderr);
    t.regex(stdout, /^unexpected refusals: 0$/m, stdout);
    t.regex(stdout, /^60 programs, [1-9]\d{2,} functions/m, stdout);
    t.is(code, 0, stderr);
  });
}
