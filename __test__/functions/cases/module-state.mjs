// Variables of the module: what is copied, what is made again, what is shared.
import { EventEmitter } from 'node:events';
import { ThreadPoolExecutor } from 'nogil';
import { placeOf, runCases, works } from './harness.mjs';

globalThis.runsOfTheProgram = (globalThis.runsOfTheProgram ?? 0) + 1;

const pool = new ThreadPoolExecutor(1);
const startedAt = Date.now() + Math.random();
const {
  deep: { inner: unpacked },
} = { deep: { inner: 7 } };

let level = 1;
level = 5;

function readLevel() {
  return level;
}

const registry = new EventEmitter();
registry.entries = new Map();

function put(key, value) {
  registry.entries ??= new Map();
  registry.entries.set(key, value);
}

function get(key) {
  return registry.entries?.get(key);
}

await runCases(import.meta.url, pool, [
  works(
    'a value that cannot be computed again is copied',
    async () => (await pool.submit(() => startedAt)) === startedAt,
    true,
  ),
  works('a variable that was assigned has its present value', () => pool.submit(() => level), 5),
  works('a variable that is assigned between two submits has both values', async () => {
    const before = await pool.submit(readLevel);
    level = 6;
    const after = await pool.submit(readLevel);
    level = 5;
    return [before, after];
  }, [5, 6]),
  works('a constant that is unpacked from an object', () => pool.submit(() => unpacked), 7),
  works('the program itself does not run in a worker', () => pool.submit(() => globalThis.runsOfTheProgram ?? 0), 0),
  works(
    'a stack trace has the line of the file',
    async () => {
      const error = await pool
        .submit(function fails() {
          throw new RangeError('thrown in a worker');
        })
        .then(
          () => undefined,
          (reason) => reason,
        );
      return /module-state\.mjs:\d+:\d+/.exec(error.stack)?.[0];
    },
    placeOf("new RangeError('thrown in a worker')", import.meta.url).replace(/^.*[/\\]/, ''),
  ),
  works(
    'two functions share a constant of the module',
    async () => {
      await pool.submit(put, 'key', 1);
      return pool.submit(get, 'key');
    },
    1,
  ),
]);
