import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { run } from '../child.js';

const root = new URL('../../../', import.meta.url);

test('the example of the README runs and prints what it says', async (t) => {
  const { stdout, stderr, code } = await run(process.execPath, [
    fileURLToPath(new URL('build/examples/readme/main.js', root)),
  ]);
  t.is(code, 0, stderr);
  t.is(stdout, '9593\n9592\n[ 4, 25, 168 ]\nea8f163db38682925e4491c5e58d4bb3506ef8c14eb78a86e908c5624a67200f\n');
});

test('the README shows that example, line by line', (t) => {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  for (const file of ['main.ts', 'work.ts']) {
    const lines = readFileSync(new URL(`examples/readme/${file}`, root), 'utf8').split('\n');
    for (const line of lines.filter((line) => line.trim() !== '' && !line.startsWith('/**'))) {
      t.true(readme.includes(line), line);
    }
  }
});
