// What bundlers make of the program. Each leaves nogil itself outside, as is usual for packages with an addon.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, work } from './folders.mjs';
import { write } from './sources.mjs';

const require = createRequire(join(cache, 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const entry = join(work, 'src/main.ts');

async function esbuild(folder, options) {
  const { build } = await load('esbuild');
  const module = options.format === 'esm';
  write(`${folder}/package.json`, { type: module ? 'module' : 'commonjs' });
  await build({
    absWorkingDir: work,
    bundle: true,
    entryPoints: [entry],
    outdir: join(work, folder),
    packages: 'external',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    ...options,
  });
}

async function webpack(folder, options) {
  const { default: bundle } = await load('webpack');
  write(`${folder}/package.json`, { type: 'commonjs' });
  const configuration = {
    context: work,
    // webpack has no TypeScript of its own: it gets what tsc leaves.
    entry: join(work, 'esm/main.js'),
    output: { path: join(work, folder), filename: 'main.js' },
    target: 'node20',
    externals: { nogil: 'node-commonjs nogil' },
    ...options,
  };
  await new Promise((resolve, reject) => {
    bundle(configuration, (error, stats) => {
      if (error || stats.hasErrors()) {
        reject(error ?? new Error(stats.toString('errors-only')));
      } else {
        resolve();
      }
    });
  });
}

async function vite(folder) {
  const { build } = await load('vite');
  write(`${folder}/package.json`, { type: 'module' });
  await build({
    root: work,
    configFile: false,
    logLevel: 'error',
    ssr: { external: ['nogil'] },
    build: { ssr: entry, outDir: folder, target: 'node20', emptyOutDir: false },
  });
}

async function rollup(folder, format) {
  const { rollup: bundle } = await load('rollup');
  write(`${folder}/package.json`, { type: format === 'es' ? 'module' : 'commonjs' });
  const made = await bundle({ input: join(work, 'esm/main.js'), external: [/^node:/, 'nogil'], onwarn: () => {} });
  await made.write({ dir: join(work, folder), format });
  await made.close();
}

const bundled = (title, tool, folder, prepare, file = 'main.js') => ({
  title,
  tool,
  prepare: () => prepare(folder),
  start: () => ({ args: [`${folder}/${file}`] }),
});

export const bundlers = [
  bundled('esbuild to an ES module', 'esbuild', 'esbuild-esm', (folder) => esbuild(folder, { format: 'esm' })),
  bundled('esbuild to CommonJS', 'esbuild', 'esbuild-cjs', (folder) => esbuild(folder, { format: 'cjs' })),
  bundled('esbuild, minified', 'esbuild', 'esbuild-minified', (folder) =>
    esbuild(folder, { format: 'esm', minify: true }),
  ),
  bundled('esbuild to CommonJS, minified', 'esbuild', 'esbuild-cjs-minified', (folder) =>
    esbuild(folder, { format: 'cjs', minify: true }),
  ),
  bundled('esbuild, split', 'esbuild', 'esbuild-split', (folder) =>
    esbuild(folder, { format: 'esm', splitting: true }),
  ),
  bundled('esbuild, split and minified', 'esbuild', 'esbuild-split-minified', (folder) =>
    esbuild(folder, { format: 'esm', splitting: true, minify: true }),
  ),
  bundled('webpack, development', 'webpack', 'webpack-development', (folder) =>
    webpack(folder, { mode: 'development', devtool: false }),
  ),
  bundled('webpack, production', 'webpack', 'webpack-production', (folder) => webpack(folder, { mode: 'production' })),
  bundled('webpack, production, not concatenated', 'webpack', 'webpack-separate', (folder) =>
    webpack(folder, { mode: 'production', optimization: { concatenateModules: false } }),
  ),
  bundled('webpack, devtool eval', 'webpack', 'webpack-eval', (folder) =>
    webpack(folder, { mode: 'development', devtool: 'eval' }),
  ),
  bundled('vite build --ssr', 'vite', 'vite', vite, 'main.mjs'),
  bundled('rollup to an ES module', 'rollup', 'rollup-esm', (folder) => rollup(folder, 'es')),
  bundled('rollup to CommonJS', 'rollup', 'rollup-cjs', (folder) => rollup(folder, 'cjs')),
];
