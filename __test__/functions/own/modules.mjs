// Imports in other forms, and what a module declares.
import standard, { level as presentLevel, raise, ready as isReady } from './modules/settings.mjs';
import {
  default as settingsAgain,
  plus,
  shapes,
  standardAgain,
  twice as double,
  Rectangle as Box,
} from './modules/again.mjs';
import table from './modules/table.json' with { type: 'json' };
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { ThreadPoolExecutor } from 'nogil';
import { refused, runCases, works } from '../cases/harness.mjs';

const pool = new ThreadPoolExecutor(1);
const require = createRequire(import.meta.url);
const { basename, ...otherPath } = require('node:path');

// These hide globals of the same name.
const fetch = (what) => `fetched ${what}`;
const name = 'a name';
const process = { argv: ['shadow'] };
const { max: Math = 7 } = {};

const loaded = await Promise.all([pause(1, 'slow'), 'fast']);
const seen = new WeakMap();
const counters = new Map([['start', 10]]);
const frozen = Object.freeze({ list: Object.freeze([1, 2]) });
const squares = Array.from({ length: 5 }, (_, index) => index ** 2);
const byName = new Map(Object.entries({ twice: (value) => value * 2, thrice: (value) => value * 3 }));

function countVisits(visitor) {
  const count = (seen.get(visitor) ?? 0) + 1;
  seen.set(visitor, count);
  return count;
}

function nextNumber(key) {
  const next = (counters.get(key) ?? 0) + 1;
  counters.set(key, next);
  return next;
}

/** A store as state libraries make it: closures around a state, made once at module level. */
function createStore(initialize) {
  let state;
  const listeners = new Set();
  const setState = (partial) => {
    const next = typeof partial === 'function' ? partial(state) : partial;
    state = { ...state, ...next };
    for (const listener of listeners) {
      listener(state);
    }
  };
  const getState = () => state;
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const store = { setState, getState, subscribe };
  state = initialize(setState, getState, store);
  return store;
}

const useCart = createStore((set, get) => ({
  items: [],
  add: (item) => set((state) => ({ items: [...state.items, item] })),
  total: () => get().items.reduce((sum, { price }) => sum + price, 0),
}));

function checkOut(items) {
  const { add } = useCart.getState();
  let changes = 0;
  const stop = useCart.subscribe(() => {
    changes += 1;
  });
  for (const item of items) {
    add(item);
  }
  stop();
  return { total: useCart.getState().total(), changes };
}

export const exported = {
  prefix: 'exported ',
  method(value) {
    return `method ${value}`;
  },
  get: (value) => exported.prefix + value,
};
export { countVisits as renamedHere };

await runCases(import.meta.url, pool, [
  works(
    'named imports under other names, and a default import that is a value',
    () => pool.submit((value) => [standard.scale(value), presentLevel, isReady, typeof raise], 2),
    [6, 1, 'ready', 'function'],
  ),
  works(
    're-exports: renamed, default, namespace, all',
    () =>
      pool.submit(
        (value) => [
          plus(value, 1),
          standardAgain(value),
          double(value),
          settingsAgain.scale(value),
          new shapes.Rectangle(2, 3).area(),
          new Box(1, 2).describe(),
        ],
        1,
      ),
    [4, 'default 1', 2, 3, 6, 'rectangle: 2'],
  ),
  works('a re-exported function is submitted', () => pool.submit(plus, 1, 2), 5),
  works(
    'an exported method that uses the object by its name',
    () => pool.submit(exported.get, 'value'),
    'exported value',
  ),
  works('JSON that is imported with an attribute', () => pool.submit((key) => table.rates[key], 'high'), 7),
  works('createRequire, unpacked', () => pool.submit((path) => [basename(path), otherPath.posix.sep], 'a/b.c'), [
    'b.c',
    '/',
  ]),
  works('constants that hide globals', () => pool.submit(() => [fetch('it'), name, process.argv, Math]), [
    'fetched it',
    'a name',
    ['shadow'],
    7,
  ]),
  works('a constant that was awaited', () => pool.submit(() => loaded), ['slow', 'fast']),
  works(
    'a WeakMap of the module',
    () =>
      pool.submit((visits) => {
        const visitor = {};
        return Array.from({ length: visits }, () => countVisits(visitor));
      }, 3),
    [1, 2, 3],
  ),
  works(
    'a Map of the module is copied once, then the worker has its own',
    async () => [await pool.submit(nextNumber, 'start'), await pool.submit(nextNumber, 'start'), counters.get('start')],
    [11, 12, 10],
  ),
  works(
    'frozen and computed constants',
    () => pool.submit(() => [frozen.list[1], squares[4], byName.get('thrice')(3)]),
    [2, 16, 9],
  ),
  works('a store that was made at module level', () => pool.submit(checkOut, [{ price: 2 }, { price: 5 }]), {
    total: 7,
    changes: 2,
  }),
  works('process.argv of the worker', () => pool.submit(() => globalThis.process.argv.length >= 1), true),
  works(
    'an imported function twice, by two names and by the namespace',
    async () => [await pool.submit(plus, 1, 1), await pool.submit((a) => shapes.Shape.compare(a, a), new Box(1, 1))],
    [4, 0],
  ),
  works('an import of what has to be transformed tells so', async () => {
    const imported = pool.submit(async () => (await import('./modules/view.tsx')).view);
    const { name, code, message } = await imported.catch((error) => error);
    return [name, code, /^A worker cannot import .*view\.tsx: what transforms it/.test(message)];
  }, ['TaskError', 'ERR_TASK_MODULE', true]),
  refused(
    'a name that is no global and nowhere else',
    // biome-ignore format: one line.
    () => pool.submit((value) => notDefinedAnywhere(value), 1),
    'ERR_TASK_CAPTURE',
    { uses: 'notDefinedAnywhere', at: 'notDefinedAnywhere(value)' },
  ),
]);
