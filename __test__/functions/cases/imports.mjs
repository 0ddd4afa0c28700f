// Imported functions, submitted or used inside.
import fs, { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { runCases, works } from './harness.mjs';
import * as library from './modules/library.mjs';
import standard, { loud, makeAdder, outerName, sum, tools, twice } from './modules/library.mjs';

const pool = new ThreadPoolExecutor(1);
const addByImport = async (value) => (await import('./modules/library.mjs')).sum(value, 1);

function ownName() {
  return path.basename(import.meta.url);
}

function readsItself() {
  return readFileSync(new URL(import.meta.url), 'utf8').length > 10 && fs.existsSync('.');
}

await runCases(import.meta.url, pool, [
  works('an import() of a relative path', () => pool.submit(addByImport, 1), 4),
  works('an imported function used inside', () => pool.submit((value) => sum(value, 1), 1), 4),
  works('an imported function submitted', () => pool.submit(sum, 1, 2), 5),
  works(
    'an exported arrow, a default export and a renamed one',
    async () => [await pool.submit(twice, 4), await pool.submit(standard, 1), await pool.submit(outerName, 1)],
    [8, 'default 1', 'internal 1'],
  ),
  works('a namespace used inside', () => pool.submit((value) => library.twice(value), 4), 8),
  works(
    'functions in an exported object',
    async () => [await pool.submit(tools.run, 1), await pool.submit(tools.method, 1)],
    [102, 202],
  ),
  works('a closure that another module made', () => pool.submit(makeAdder(10), 1), 12),
  works('an export that is the result of a function', () => pool.submit(loud, 1), '2!'),
  works('import.meta', () => pool.submit(ownName), 'imports.mjs'),
  works('a default and a named import of a built-in module', () => pool.submit(readsItself), true),
  works(
    'a name of a module given by a URL',
    () => pool.submit(tasks(new URL('./modules/library.mjs', import.meta.url)).sum, 1, 2),
    5,
  ),
  works(
    'another name of a module given by a URL',
    () => pool.submit(tasks(new URL('./modules/library.mjs', import.meta.url)).twice, 21),
    42,
  ),
  works(
    'a name of a module given by an import()',
    () => pool.submit(tasks(() => import('./modules/library.mjs')).sum, 1, 2),
    5,
  ),
]);
