// Closures over what is local.
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from './harness.mjs';

const pool = new ThreadPoolExecutor(1);
const BASE = 42;

await runCases(import.meta.url, pool, [
  works(
    'a local constant',
    () => {
      const settings = { step: 5 };
      return pool.submit((value) => value + settings.step, 1);
    },
    6,
  ),
  works('a loop variable has its own value each time', () => {
    const futures = [];
    for (let i = 0; i < 3; i++) {
      futures.push(pool.submit(() => i * 10));
    }
    return Promise.all(futures);
  }, [0, 10, 20]),
  works(
    'local arrows that call each other',
    () => {
      const even = (n) => n === 0 || odd(n - 1);
      const odd = (n) => n !== 0 && even(n - 1);
      return pool.submit((n) => even(n), 7);
    },
    false,
  ),
  works(
    'a local declaration that calls itself',
    () => {
      function steps(n) {
        return n ? n + steps(n - 1) : BASE;
      }
      return pool.submit(steps, 3);
    },
    48,
  ),
  works(
    'a callback that is a parameter',
    () => {
      const submitWith = (callback) => pool.submit((value) => callback(value) + 1, 1);
      return submitWith((value) => value * 100);
    },
    101,
  ),
  works('a Map, a Set, a Date and a typed array', () => {
    const index = new Map([[1, new Set([2])]]);
    const when = new Date(5);
    const bytes = new Uint8Array([7]);
    return pool.submit(() => [index.get(1).has(2), when.getTime() + bytes[0]]);
  }, [true, 12]),
  works(
    'a module that was imported into a local constant',
    async () => {
      const os = await import('node:os');
      return pool.submit(() => typeof os.cpus);
    },
    'function',
  ),
  works(
    'default parameters, with a closure in one',
    () => {
      const step = 3;
      return pool.submit((value, next = (inner) => inner + step) => next(value), 1);
    },
    4,
  ),
  works(
    'a closure that eval made',
    () => {
      const step = 4;
      return pool.submit(eval('(value) => value + step'), 1);
    },
    5,
  ),
  works(
    'an object that holds a function and a number',
    () => {
      const operations = { add: (left, right) => left + right, step: 2 };
      return pool.submit((value) => operations.add(value, operations.step), 1);
    },
    3,
  ),
]);
