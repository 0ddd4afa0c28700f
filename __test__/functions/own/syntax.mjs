// Forms of the language: each function gives inline what it gives in a worker.
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from '../cases/harness.mjs';

const pool = new ThreadPoolExecutor(1);
const LIMIT = 1_000_000;
const HIDDEN = Symbol('hidden');
const größe = 3;
const 数 = 4;

function* fibonacci() {
  let [previous, current] = [0, 1];
  for (;;) {
    yield previous;
    [previous, current] = [current, previous + current];
  }
}

async function* countdown(from) {
  for (let i = from; i > 0; i--) {
    await null;
    yield i;
  }
}

function take(iterable, count) {
  const taken = [];
  for (const value of iterable) {
    if (taken.length === count) {
      break;
    }
    taken.push(value);
  }
  return taken;
}

const tag = (strings, ...values) => strings.raw.map((text, index) => `${text}${values[index] ?? ''}`).join('|');

class Meter {
  static #made = 0;
  static unit;
  static {
    Meter.unit = ['m', 's'].join('/');
  }
  #value = 1;
  #double() {
    return this.#value * 2;
  }
  get doubled() {
    return this.#double();
  }
  set value(value) {
    this.#value = value;
  }
  static make() {
    Meter.#made += 1;
    return new Meter();
  }
  static get made() {
    return Meter.#made;
  }
  static isMeter(value) {
    return #value in value;
  }
  [HIDDEN]() {
    return 'by symbol';
  }
}

function firstPairWithSum(numbers, wanted) {
  let found;
  search: for (const left of numbers) {
    for (const right of numbers) {
      if (left + right === wanted) {
        found = [left, right];
        break search;
      }
      if (right > wanted) {
        continue search;
      }
    }
  }
  return found;
}

function byDefaults({ size = LIMIT, ...others } = {}, double = () => size * 2, [first = double()] = []) {
  return [size, others, first];
}

function tryAll(values) {
  const seen = [];
  for (const value of values) {
    try {
      if (value === null) {
        throw new TypeError('null');
      }
      seen.push(value?.deep?.value ?? 'none');
    } catch ({ message }) {
      seen.push(message);
    } finally {
      seen.push('.');
    }
  }
  return seen.join('');
}

const chained = {
  *[Symbol.iterator]() {
    yield* [1, 2];
    yield 3;
  },
};

var hoisted = 'var';
function usesVar() {
  if (true) {
    var inner = hoisted;
  }
  return inner + typeof undeclared;
}

await runCases(import.meta.url, pool, [
  works(
    'a generator of the module',
    () => pool.submit((count) => take(fibonacci(), count), 8),
    [0, 1, 1, 2, 3, 5, 8, 13],
  ),
  works(
    'an async generator',
    () =>
      pool.submit(async (from) => {
        const all = [];
        for await (const value of countdown(from)) {
          all.push(value);
        }
        return all;
      }, 3),
    [3, 2, 1],
  ),
  // biome-ignore format: the escape has to stay.
  works('a tagged template', () => pool.submit((value) => tag`a\n${value}b${value + 1}`, 1), 'a\\n1|b2|'),
  works(
    'a class with a static block, private methods and accessors',
    () =>
      pool.submit((value) => {
        const meter = Meter.make();
        meter.value = value;
        return [meter.doubled, Meter.unit, Meter.made > 0, Meter.isMeter(meter), Meter.isMeter({}), meter[HIDDEN]()];
      }, 21),
    [42, 'm/s', true, true, false, 'by symbol'],
  ),
  works('labels, break and continue', () => pool.submit(firstPairWithSum, [1, 5, 9, 4], 9), [5, 4]),
  works(
    'default parameters that use each other',
    async () => [await pool.submit(byDefaults), await pool.submit(byDefaults, { size: 2, x: 1 })],
    [
      [1_000_000, {}, 2_000_000],
      [2, { x: 1 }, 4],
    ],
  ),
  works(
    'try, catch without a name, finally, optional chaining',
    () => pool.submit(tryAll, [null, undefined, { deep: { value: 7 } }]),
    'null.none.7.',
  ),
  works(
    'an object with a generator for its iterator',
    () => pool.submit(() => [...chained, Math.max(...chained)]),
    [1, 2, 3, 3],
  ),
  works('identifiers in any script', () => pool.submit((größer) => größe + 数 + größer, 1), 8),
  works('var, and what it hoists', () => pool.submit(usesVar), 'varundefined'),
  works(
    'its own arguments, this and new.target',
    () =>
      pool.submit(function () {
        function Made() {
          return { isNew: new.target === Made, count: arguments.length };
        }
        return [arguments.length, new Made(1, 2).isNew, Made(1).count, this === undefined];
      }, 1),
    [1, true, 1, true],
  ),
  works(
    'a closure three functions deep',
    () => {
      const outer = 1;
      const makes = (second) => {
        const third = second * 10;
        return () => {
          const fourth = 1000;
          return (value) => outer + second + third + fourth + value;
        };
      };
      return pool.submit(makes(2)(), 5);
    },
    1028,
  ),
  works(
    'a function expression that calls itself by its own name',
    () =>
      pool.submit(function walk(depth) {
        return depth === 0 ? [] : [walk(depth - 1)];
      }, 2),
    [[[]]],
  ),
  works('two closures with the same text and other variables', async () => {
    const makes = [1, 2].map((step) => (value) => value + step);
    return [await pool.submit(makes[0], 1), await pool.submit(makes[1], 1), await pool.submit(makes[0], 1)];
  }, [2, 3, 2]),
  works('two arrows with the same text on one line', async () => {
    const [left, right] = [
      (
        (k) => (v) =>
          v * k
      )(2),
      (
        (k) => (v) =>
          v * k
      )(3),
    ];
    return [await pool.submit(left, 1), await pool.submit(right, 1)];
  }, [2, 3]),
  works('shadowing in blocks, catch and parameters', () => {
    const name = 'outer';
    return pool.submit((value) => {
      const seen = [name];
      {
        const name = 'block';
        seen.push(name);
      }
      try {
        throw new Error('thrown');
      } catch (name) {
        seen.push(name.message);
      }
      seen.push(((name) => name)(value));
      for (const name of ['loop']) {
        seen.push(name);
      }
      return seen;
    }, 'parameter');
  }, ['outer', 'block', 'thrown', 'parameter', 'loop']),
  works(
    'big integers, regular expressions with names, and exponents',
    () =>
      pool.submit((text) => [2n ** 70n, /(?<year>\d{4})-(?<month>\d\d)/u.exec(text)?.groups?.year, 2 ** -1], '2024-05'),
    [2n ** 70n, '2024', 0.5],
  ),
  works('a function that returns undefined', () => pool.submit(() => {}), undefined),
]);
