// What Node and the language bring.
import crypto from 'node:crypto';
import * as path from 'node:path';
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from './harness.mjs';

const pool = new ThreadPoolExecutor(1);

function product(left, right) {
  return left * right;
}

await runCases(import.meta.url, pool, [
  works(
    'functions of built-in modules',
    async () => [
      (await pool.submit(crypto.pbkdf2Sync, 'password', 'salt', 10, 8, 'sha1')).length,
      await pool.submit(path.posix.join, 'a', 'b'),
    ],
    [8, 'a/b'],
  ),
  works(
    'global functions',
    async () => [
      await pool.submit(Math.max, 1, 9),
      await pool.submit(JSON.stringify, { a: 1 }),
      await pool.submit(parseInt, '12px'),
    ],
    [9, '{"a":1}', 12],
  ),
  works('a bound function', () => pool.submit(product.bind(null, 4), 6), 24),
  works(
    'a function that is bound twice, to data',
    () => {
      const addAll = function (first, second) {
        return this.base + first + second;
      };
      return pool.submit(addAll.bind({ base: 1 }, 2).bind(null, 3));
    },
    6,
  ),
  works(
    'typeof of a name that is nowhere, and globalThis',
    () => pool.submit(() => [typeof noSuchName, typeof globalThis.setTimeout]),
    ['undefined', 'function'],
  ),
]);
