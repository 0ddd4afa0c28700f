// A CommonJS program: require, exports, module, __filename, and functions that use them.
const fs = require('node:fs');
const { basename } = require('node:path');
const helper = require('./modules/helper.cjs');
const { triple, Stack } = require('./modules/helper.cjs');
const { ThreadPoolExecutor } = require('nogil');

const pool = new ThreadPoolExecutor(1);
const RATE = 3;

function scaled(value) {
  return value * RATE;
}

exports.offset = function offset(value) {
  return value + RATE;
};
module.exports.later = async (value) => scaled(value);

function whereAmI() {
  return [basename(__filename), basename(__dirname), typeof module, typeof exports, typeof require];
}

function lazy(value) {
  const { triple } = require('./modules/helper.cjs');
  return triple(value);
}

async function main() {
  const { refused, runCases, works } = await import('../cases/harness.mjs');
  const program = require('node:url').pathToFileURL(__filename).href;
  await runCases(program, pool, [
    works('a declaration of a CommonJS program', () => pool.submit(scaled, 2), 6),
    works(
      'functions that the program exports',
      async () => [await pool.submit(exports.offset, 1), await pool.submit(module.exports.later, 1)],
      [4, 3],
    ),
    works(
      'what is required, whole and unpacked',
      () => pool.submit((value) => [helper.triple(value), triple(value), helper.nested.half(value)], 2),
      [6, 6, 1],
    ),
    works('a required function is submitted', () => pool.submit(helper.triple, 3), 9),
    works('a method of a required object is submitted', () => pool.submit(helper.nested.half, 3), 1.5),
    works('a required class', () => pool.submit((value) => new Stack().push(value).push(2).items, 1), [1, 2]),
    works('__filename, __dirname, module and exports', () => pool.submit(whereAmI), [
      'commonjs.cjs',
      'own',
      'object',
      'object',
      'function',
    ]),
    works('require inside', () => pool.submit(lazy, 2), 6),
    works('a built-in module that is required', () => pool.submit((file) => fs.existsSync(file), __filename), true),
    works(
      'import() in CommonJS',
      () => pool.submit(async (value) => (await import('../cases/modules/library.mjs')).twice(value), 4),
      8,
    ),
    refused(
      'an assignment to a local variable of CommonJS',
      () => {
        let total = 0;
        return pool.submit((value) => {
          total += value;
        }, 1);
      },
      'ERR_TASK_ASSIGN',
      { uses: 'total', at: 'total += value' },
    ),
  ]);
}

main();
