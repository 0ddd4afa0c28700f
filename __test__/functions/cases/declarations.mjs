// Functions that the program declares and does not export.
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from './harness.mjs';

const pool = new ThreadPoolExecutor(1);
const OFFSET = 42;
const SQUARES = [1, 4, 9];
const LETTERS = /a+/g;

function factorial(n) {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function isEven(n) {
  return n === 0 ? true : isOdd(n - 1);
}

function isOdd(n) {
  return n === 0 ? false : isEven(n - 1);
}

const addOffset = (value) => value + OFFSET;

async function later(value) {
  await new Promise((resolve) => setImmediate(resolve));
  return value + 1;
}

export function exportedByTheProgram(value) {
  return value + OFFSET;
}

const toolbox = {
  add(value) {
    return value + OFFSET;
  },
  ['com' + 'puted'](value) {
    return value + 9;
  },
  async addLater(value) {
    return value + 3;
  },
};

const adder = (left) => (right) => left + right;

let cached;
function memoized() {
  cached ??= 17;
  return cached;
}

await runCases(import.meta.url, pool, [
  works('a declaration that calls itself', () => pool.submit(factorial, 5), 120),
  works('declarations that call each other', () => pool.submit(isEven, 10), true),
  works('an arrow function in a constant, and another constant', () => pool.submit(addOffset, 1), 43),
  works('an inline arrow that needs nothing', () => pool.submit((left, right) => left * right, 6, 7), 42),
  works(
    'an inline arrow over an array and a regular expression of the module',
    () => pool.submit((index) => SQUARES[index] + 'caaat'.replace(LETTERS, '').length, 1),
    6,
  ),
  works('an async function', () => pool.submit(later, 1), 2),
  works(
    'methods of an object: plain, computed, async',
    async () => [
      await pool.submit(toolbox.add, 1),
      await pool.submit(toolbox.computed, 1),
      await pool.submit(toolbox.addLater, 1),
    ],
    [43, 10, 4],
  ),
  works('a local generator, and a closure that a curried function made', async () => {
    function* countTo(limit) {
      for (let i = 0; i < limit; i++) {
        yield i;
      }
    }
    return [await pool.submit(() => [...countTo(3)]), await pool.submit(adder(1), 2)];
  }, [[0, 1, 2], 3]),
  works('a variable of the module that is filled by the function itself', () => pool.submit(memoized), 17),
  works('a function that the program itself exports', () => pool.submit(exportedByTheProgram, 1), 43),
  works('a function made from text', () => pool.submit(new Function('a', 'b', 'return a + b'), 1, 2), 3),
]);
