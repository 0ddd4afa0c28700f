// Node itself, with and without a compiler.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { work } from './folders.mjs';
import { write } from './sources.mjs';

const text = (path) => readFileSync(join(work, path), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
const cjs = join(work, 'cjs');
const esm = join(work, 'esm');

export const plain = [
  {
    title: 'TypeScript, stripped by Node',
    without: ({ major }) => major < 22 && 'does not strip types',
    start: () => ({ args: ['src/main.ts'] }),
  },
  { title: 'tsx', tool: 'tsx', start: () => ({ args: ['--import', 'tsx', 'src/main.ts'] }) },
  { title: 'tsc to ES modules', tool: 'typescript', start: () => ({ args: ['esm/main.js'] }) },
  { title: 'tsc to CommonJS', tool: 'typescript', start: () => ({ args: ['cjs/main.js'] }) },
  {
    title: 'tsc, with --enable-source-maps',
    tool: 'typescript',
    start: () => ({ args: ['--enable-source-maps', 'esm/main.js'] }),
  },
  {
    title: 'a worker thread of the user',
    prepare: () =>
      write(
        'esm/thread.js',
        "import { Worker } from 'node:worker_threads';\nnew Worker(new URL('./main.js', import.meta.url));\n",
      ),
    start: () => ({ args: ['esm/thread.js'] }),
  },
  { title: 'node -e', start: () => ({ args: ['-e', text('cjs/main.js')], cwd: cjs }) },
  {
    title: 'node --input-type=module -e',
    start: () => ({ args: ['--input-type=module', '-e', text('esm/main.js')], cwd: esm }),
  },
  { title: 'a program on stdin', start: () => ({ args: ['-'], input: text('cjs/main.js'), cwd: cjs }) },
  {
    title: 'an ES module on stdin',
    start: () => ({ args: ['--input-type=module', '-'], input: text('esm/main.js'), cwd: esm }),
  },
  // The REPL ends with its input, so that stays open.
  { title: 'the REPL', start: () => ({ args: ['-i'], input: text('cjs/main.js'), keepOpen: true, cwd: cjs }) },
  { title: 'node:test', start: () => ({ args: ['--test', 'esm/node.test.js'] }) },
];
