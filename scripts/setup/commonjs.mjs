// What is CommonJS of the package: the file that a worker thread runs, and the package itself for tools that know
// neither the condition `module-sync` nor how to require an ES module: Jest, and old bundlers. Node takes the ES modules.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { projectFolder } from '../command.mjs';

const WORKER = 'dist/worker/entry.cjs';
const PACKAGE = 'dist/index.cjs';
const PARTS = ['futures', 'kernels', 'queue', 'shared', 'threading'];

// Not imported: on a fresh machine they are installed only by the time that they are asked for.
const require = createRequire(import.meta.url);

const absolute = (path) => join(projectFolder, path);

function bundle(options) {
  const shared = { absWorkingDir: projectFolder, bundle: true, format: 'cjs', platform: 'node', target: 'node20.19' };
  require('esbuild').buildSync({ ...shared, ...options });
}

/** What a worker thread runs, in one file: see `src/files.ts`. */
function bundleWorker() {
  bundle({
    entryPoints: ['dist/worker/entry.js'],
    outfile: WORKER,
    // Where the package's other files are, which this would tell, is never asked there.
    logOverride: { 'empty-import-meta': 'silent' },
  });
}

/** One file, so that there is one state; the subpaths give parts of it. */
function bundlePackage() {
  bundle({
    entryPoints: ['dist/index.js'],
    outfile: PACKAGE,
    // The bundle lies beside the only module that asks: see `src/files.ts`.
    define: { 'import.meta.url': 'nogilUrl' },
    // A directive counts only at the beginning, and esbuild writes its own after this.
    banner: { js: `"use strict";\nconst nogilUrl = require("node:url").pathToFileURL(__filename).href;` },
  });
  for (const part of PARTS) {
    writeFileSync(absolute(`dist/${part}/index.cjs`), `module.exports = require('../index.cjs').${part};\n`);
  }
}

/** The modules that a declaration file names by a relative path: where each name begins in the text. */
function relativeNames(text) {
  const { createSourceFile, forEachChild, isStringLiteral, ScriptTarget } = require('typescript');
  const found = [];
  const source = createSourceFile('.d.ts', text, ScriptTarget.Latest);
  const visit = (node) => {
    if (isStringLiteral(node) && /^\..*\.js$/.test(node.text)) {
      found.push({ name: node.text, start: node.getStart(source) + 1 });
    }
    forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The declarations once more as those of CommonJS modules, without which TypeScript takes the bundle for ESM. */
function copyTypes() {
  const files = new Set(['dist/index.d.ts', ...PARTS.map((part) => `dist/${part}/index.d.ts`)]);
  for (const file of files) {
    let text = readFileSync(absolute(file), 'utf8');
    // From the end, so that the places of those before stay true.
    for (const { name, start } of relativeNames(text).reverse()) {
      files.add(posix.join(posix.dirname(file), name.replace(/js$/, 'd.ts')));
      text = text.slice(0, start) + name.replace(/js$/, 'cjs') + text.slice(start + name.length);
    }
    writeFileSync(absolute(file.replace(/ts$/, 'cts')), text);
  }
}

/** Made from what tsc leaves in dist: `compiled` says whether that is new. */
export function buildCommonJs(compiled) {
  if (compiled || ![WORKER, PACKAGE].every((path) => existsSync(absolute(path)))) {
    bundleWorker();
    bundlePackage();
    copyTypes();
  }
}
