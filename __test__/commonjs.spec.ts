import test from 'ava';
import { fixture, run } from './child.js';
import { nodes } from './nodes.js';

const program = fixture('commonjs.cjs');

/** What a program of fixtures/commonjs.cts has found; it has to end by itself. */
async function found(node: string, name: string, flags: string[] = []): Promise<unknown> {
  const { code, stdout, stderr } = await run(node, [...flags, program, name]);
  if (code !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}

for (const { major, path } of nodes) {
  test(`require() and import give the same ES modules, on Node ${major}`, async (t) => {
    const same = { file: 'index.js', nogil: true, futures: true, kernels: true };
    t.deepEqual(await found(path, 'node'), same);
  });

  test(`a resolver that does not know module-sync gets CommonJS, on Node ${major}`, async (t) => {
    t.deepEqual(await found(path, 'bundle', ['--no-experimental-require-module']), {
      file: 'index.cjs',
      isOneState: true,
      sum: 9,
      failed: true,
      refused: true,
      crc32: 0xe8b7be43,
      digest: 32,
    });
  });

  test(`contexts with modules of their own have copies of CommonJS that work, on Node ${major}`, async (t) => {
    t.deepEqual(await found(path, 'contexts'), {
      copies: 4,
      sums: [10, 11, 10, 11],
      // Nobody would interrupt them in time.
      told: [false, false, false, false],
    });
  });
}
