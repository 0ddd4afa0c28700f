// TypeScript to JavaScript: src to dist (what is published), and __test__ and examples to build.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mustRun, packageScript, projectFolder } from '../command.mjs';
import { buildCommonJs } from './commonjs.mjs';
import { filesUnder, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { builtAddons } from './native.mjs';

const BINDING = 'src/binding';
const COPY = 'dist/binding';
const LIBRARY_STAMP = 'build/.library-stamp';
const TESTS_STAMP = 'build/.tests-stamp';

/** Beside these, the folder holds what tsc compiles. */
const isCopy = (name) => /^binding\.|\.node$/.test(name);

const isSource = (file) => !file.endsWith('.node');

/**
 * Compiles a configuration unless its stamp says that nothing changed. tsc leaves the output of a source that is
 * gone (ava would go on running a deleted test), so a file that disappeared makes everything be compiled anew.
 */
function compile({ title, configuration, stampPath, files, outputs, needed }) {
  const hash = fingerprint(files);
  const stamp = readStamp(stampPath);
  if (stamp?.hash === hash && needed.every((path) => existsSync(join(projectFolder, path)))) {
    return false;
  }
  const present = new Set(files);
  if (stamp === undefined || stamp.files.some((file) => !present.has(file))) {
    for (const output of outputs) {
      rmSync(join(projectFolder, output), { recursive: true, force: true });
    }
  }
  console.log(title);
  mustRun(process.execPath, [packageScript('typescript', 'tsc'), '-p', configuration]);
  writeStamp(stampPath, { hash, files });
  return true;
}

/** The loader, its types and the addons go beside the compiled code, which imports them by the same relative path. */
function copyBinding() {
  const wanted = ['binding.cjs', 'binding.d.cts', ...builtAddons()];
  const target = join(projectFolder, COPY);
  const state = fingerprint(wanted.map((name) => `${BINDING}/${name}`));
  const copied = filesUnder([COPY]).filter((file) => isCopy(basename(file)));
  const isComplete = copied.length === wanted.length && wanted.every((name) => copied.includes(`${COPY}/${name}`));
  if (isComplete && readStamp('build/.binding-stamp')?.state === state) {
    return;
  }
  console.log('copying the addon and its loader to dist');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) {
    if (isCopy(name) && !wanted.includes(name)) {
      rmSync(join(target, name));
    }
  }
  for (const name of wanted) {
    // Renamed into place: writing into an addon that a running process has mapped would crash that process.
    copyFileSync(join(projectFolder, BINDING, name), join(target, `${name}.new`));
    renameSync(join(target, `${name}.new`), join(target, name));
  }
  writeStamp('build/.binding-stamp', { state });
}

export function buildLibrary() {
  const compiled = compile({
    title: 'compiling src to dist',
    configuration: 'tsconfig.json',
    stampPath: LIBRARY_STAMP,
    files: [
      ...filesUnder(['src']).filter(isSource),
      'tsconfig.json',
      'node_modules/typescript/package.json',
      'node_modules/esbuild/package.json',
    ],
    outputs: ['dist'],
    needed: ['dist/index.js', 'dist/worker/entry.js'],
  });
  buildCommonJs(compiled);
  copyBinding();
}

export function buildTests() {
  // The tests import the package by its own name, so its declarations and its map of exports are inputs too.
  const declarations = filesUnder(['dist']).filter((file) => /\.d\.[cm]?ts$/.test(file));
  const sources = filesUnder(['__test__', 'examples']);
  const settings = ['tsconfig.json', 'index.d.ts', 'package.json', 'node_modules/typescript/package.json'];
  compile({
    title: 'compiling the tests and examples to build',
    configuration: '__test__/tsconfig.json',
    stampPath: TESTS_STAMP,
    files: [...sources, ...declarations, ...settings].filter((file) => existsSync(join(projectFolder, file))),
    outputs: ['build/__test__', 'build/examples', 'build/.tsbuildinfo'],
    needed: ['build/__test__'],
  });
}
