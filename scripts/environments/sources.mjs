// The program in the forms that the environments need: TypeScript, and what tsc makes of it, each with its own end.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../command.mjs';
import { here, toolScript, work } from './folders.mjs';

const END = 'void report(cases, pool);';
const AS_TEST = "test('the cases', () => report(cases, pool), 60_000);";

/** Test files themselves are not measured: where coverage is, a test only starts the program. */
const COVERED = `import { start } from './started.ts';\ntest('the cases', start, 60_000);\n`;

/** What the program ends with, and begins with, where something else starts it. */
const FORMS = {
  'main.ts': ['', END],
  'jest.test.ts': ['', AS_TEST],
  'vitest.test.ts': ["import { test } from 'vitest';", AS_TEST],
  'node.test.ts': ["import { test } from 'node:test';", "test('the cases', () => report(cases, pool));"],
  'started.ts': ['', 'export const start = () => report(cases, pool);'],
};

export const write = (path, text) => {
  mkdirSync(join(work, path, '..'), { recursive: true });
  writeFileSync(join(work, path), typeof text === 'string' ? text : `${JSON.stringify(text, null, 2)}\n`);
};

function compile(folder, options) {
  const compilerOptions = {
    target: 'es2022',
    rewriteRelativeImportExtensions: true,
    esModuleInterop: true,
    noCheck: true,
    skipLibCheck: true,
    sourceMap: true,
    types: [],
    rootDir: 'src',
    outDir: folder,
    ...options,
  };
  const files = ['main', 'library', 'report', 'jest.test', 'jest-covered.test', 'node.test', 'started'].map(
    (name) => `src/${name}.ts`,
  );
  write(`tsconfig.${folder}.json`, { compilerOptions, files });
  mustRun(process.execPath, [toolScript('typescript', 'tsc'), '-p', join(work, `tsconfig.${folder}.json`)]);
}

/** Makes the folders `src`, `esm` and `cjs` in the working folder. */
export function makeSources() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'src'), { recursive: true });
  cpSync(join(here, 'program'), join(work, 'src'), { recursive: true });
  const text = readFileSync(join(work, 'src/main.ts'), 'utf8');
  if (!text.endsWith(`\n${END}\n`)) {
    throw new Error('the program has another end');
  }
  for (const [name, [beginning, end]] of Object.entries(FORMS)) {
    write(`src/${name}`, `${beginning === '' ? '' : `${beginning}\n`}${text.slice(0, -END.length - 1)}${end}\n`);
  }
  write('src/jest-covered.test.ts', COVERED);
  write('src/vitest-covered.test.ts', `import { test } from 'vitest';\n${COVERED}`);
  // A package of its own, so that no tool takes a folder further up for its root.
  write('package.json', { name: 'work', private: true });
  write('src/package.json', { type: 'module' });
  write('esm/package.json', { type: 'module' });
  write('cjs/package.json', { type: 'commonjs' });
  compile('esm', { module: 'esnext', moduleResolution: 'bundler' });
  compile('cjs', { module: 'commonjs', moduleResolution: 'bundler' });
}
