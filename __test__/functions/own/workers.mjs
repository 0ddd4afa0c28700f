// What workers have to be given again, or must not take for the same.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from '../cases/harness.mjs';

const pool = new ThreadPoolExecutor(1);

const factors = [2, 3];
const rates = new Map([['EUR', 2]]);
const convert = (amount) => amount * rates.get('EUR');
const seen = new WeakSet();

function total(amount) {
  return factors.reduce((sum, factor) => sum + convert(amount) * factor, 0);
}

const failure = (future) =>
  future.then(
    (value) => ({ value }),
    (error) => ({ name: error.name, code: error.code, message: error.message }),
  );

const before = {
  'changed.mjs': 'export function changed(value) { return value + 1; }',
  'changed.cjs': 'exports.changed = function (value) { return value + 1; };',
};

/** Submits a function of a module whose file changes: `first` as long as it is unchanged, too. */
async function submitChanged(name, after, first) {
  const folder = mkdtempSync(join(tmpdir(), 'nogil-'));
  const file = join(folder, name);
  const fresh = new ThreadPoolExecutor(1);
  try {
    writeFileSync(file, before[name]);
    const { changed } = (await import(pathToFileURL(file))).default ?? (await import(pathToFileURL(file)));
    const results = first ? [await pool.submit(changed, 1)] : [];
    writeFileSync(file, after);
    const { message, ...told } = await failure(fresh.submit(changed, 1));
    const place = message?.replace(pathToFileURL(file).href, '<file>').replace(file, '<file>');
    return [...results, place === undefined ? told : { ...told, message: place }];
  } finally {
    await fresh.shutdown();
    rmSync(folder, { recursive: true });
  }
}

const another = {
  name: 'TaskError',
  code: 'ERR_TASK_EXPORT',
  message:
    "'changed' of <file> is not the same function in the worker: the file changed on disk after it was loaded, or a " +
    'loader transforms it differently there.',
};

await runCases(import.meta.url, pool, [
  works('an executor as a captured local variable', async () => {
    const other = new ThreadPoolExecutor(1);
    try {
      const offset = 5;
      return await pool.submit(async (value) => {
        const sum = await other.submit((left, right) => left + right, value, offset);
        return [sum, (await other.submit(() => [1, 2])).length];
      }, 1);
    } finally {
      await other.shutdown();
    }
  }, [6, 2]),
  works(
    'an executor that is captured is the same one when it comes back',
    async () => {
      const local = pool;
      return (await pool.submit(() => ({ local }))).local === pool;
    },
    true,
  ),
  works('a worker that replaces another gets functions and values of the module again', async () => {
    const step = 1;
    const run = () =>
      pool.submit((amount) => {
        seen.add(factors);
        return [total(amount) + step, threadId];
      }, 2);
    const [before, first] = await run();
    const [again, same] = await run();
    const { code } = await failure(pool.submit(() => process.exit(3)));
    const [after, second] = await run();
    return [before, again, after, first === same, first === second, code, await pool.submit(total, 1)];
  }, [21, 21, 21, true, false, 'ERR_WORKER_TERMINATED', 10]),
  works(
    'a function of a module that has changed on disk is not taken for the same',
    () => submitChanged('changed.mjs', 'export function changed(value) { return value + 2; }', true),
    [2, another],
  ),
  works(
    'nor is one of a CommonJS module',
    () => submitChanged('changed.cjs', 'exports.changed = function (value) { return value + 2; };', true),
    [2, another],
  ),
  works(
    'a function that its module has no more is told of',
    () => submitChanged('changed.mjs', 'export const other = 1;', true),
    [
      2,
      {
        name: 'TaskError',
        code: 'ERR_TASK_EXPORT',
        message: "Cannot run 'changed': <file> has no such export (it has: other).",
      },
    ],
  ),
  works(
    'where the file has changed before, the text that was loaded travels',
    () => submitChanged('changed.mjs', 'export function changed(value) { return value + 2; }', false),
    [{ value: 2 }],
  ),
]);
