// Programs in small: each is submitted as it would be written.
import { createHash } from 'node:crypto';
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from '../cases/harness.mjs';
import { Rectangle, Shape } from './modules/shapes.mjs';

const pool = new ThreadPoolExecutor(1);

// A recursive descent parser.
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|(.))/gy;
const BINARY = {
  '+': [1, (a, b) => a + b],
  '-': [1, (a, b) => a - b],
  '*': [2, (a, b) => a * b],
  '/': [2, (a, b) => a / b],
};

function* tokensOf(text) {
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null && match[0] !== ''; match = TOKEN.exec(text)) {
    yield match[1] === undefined ? match[2] : Number(match[1]);
  }
}

class Parser {
  #tokens;
  #next;
  constructor(text) {
    this.#tokens = tokensOf(text);
    this.#advance();
  }
  #advance() {
    const current = this.#next;
    this.#next = this.#tokens.next().value;
    return current;
  }
  expression(minimum = 0) {
    let left = this.primary();
    for (;;) {
      const [strength, apply] = BINARY[this.#next] ?? [0];
      if (strength <= minimum) {
        return left;
      }
      this.#advance();
      left = apply(left, this.expression(strength));
    }
  }
  primary() {
    const token = this.#advance();
    if (token === '(') {
      const value = this.expression();
      if (this.#advance() !== ')') {
        throw new SyntaxError('expected )');
      }
      return value;
    }
    if (token === '-') {
      return -this.primary();
    }
    if (typeof token !== 'number') {
      throw new SyntaxError(`unexpected ${token}`);
    }
    return token;
  }
}
const evaluate = (text) => new Parser(text).expression();

// The lower half of a hierarchy.
class Circle extends Shape {
  static #PI = 3;
  constructor(radius) {
    super('circle');
    this.radius = radius;
  }
  area() {
    return Circle.#PI * this.radius ** 2;
  }
}
const sizes = { small: () => new Circle(1), large: () => new Rectangle(5, 5) };

// Memoization over a decorator function.
const memoize = (compute, cache = new Map()) =>
  function memoized(key) {
    if (!cache.has(key)) {
      cache.set(key, compute(key));
    }
    return cache.get(key);
  };
const fibonacci = memoize((n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)));

// An image filter over typed arrays.
const KERNEL = Float32Array.of(0, -1, 0, -1, 5, -1, 0, -1, 0);
function sharpen(pixels, width) {
  const height = pixels.length / width;
  const result = new Uint8ClampedArray(pixels.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let sum = 0;
      KERNEL.forEach((weight, index) => {
        sum += weight * pixels[(y + Math.trunc(index / 3) - 1) * width + x + (index % 3) - 1];
      });
      result[y * width + x] = sum;
    }
  }
  return result;
}

// Events folded into a state.
const reducers = {
  opened: (state, { owner }) => ({ ...state, owner, balance: 0 }),
  paid: (state, { amount }) => ({ ...state, balance: state.balance + amount }),
};
const replay = (events) => events.reduce((state, { type, ...event }) => reducers[type]?.(state, event) ?? state, {});

// A small pipeline of async steps.
const pipe =
  (...steps) =>
  (value) =>
    steps.reduce((promise, step) => promise.then(step), Promise.resolve(value));
const digest = pipe(
  (text) => text.normalize('NFC'),
  async (text) => createHash('sha1').update(text).digest('hex'),
  (hex) => hex.slice(0, 8),
);

// Markdown in ten lines, with regular expressions that have a state.
const RULES = [
  [/^# (.+)$/gm, (_, title) => `<h1>${title}</h1>`],
  [/\*\*(.+?)\*\*/g, '<b>$1</b>'],
];
const render = (text) => RULES.reduce((result, [pattern, by]) => result.replace(pattern, by), text);

// Dynamic programming.
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[to.length];
}

await runCases(import.meta.url, pool, [
  works('a recursive descent parser', () => pool.submit(evaluate, '2 * (3 + 4) - -6 / 3'), 16),
  works(
    'its syntax error',
    async () =>
      pool.submit(evaluate, '2 * )').then(
        () => 'none',
        (error) => [error instanceof SyntaxError, error.message],
      ),
    [true, 'unexpected )'],
  ),
  works(
    'a hierarchy of classes over two files',
    () =>
      pool.submit(
        (names) =>
          names
            .map((name) => sizes[name]())
            .sort(Shape.compare)
            .map((shape) => shape.describe()),
        ['large', 'small'],
      ),
    ['circle: 3', 'rectangle: 25'],
  ),
  works(
    'a function that was memoized, and calls itself by its constant',
    () => pool.submit((n) => fibonacci(n), 50),
    12586269025,
  ),
  works('the memoized function itself', () => pool.submit(fibonacci, 50), 12586269025),
  works(
    'a filter over pixels',
    async () => [...(await pool.submit(sharpen, Uint8ClampedArray.of(1, 1, 1, 1, 9, 1, 1, 1, 1), 3))],
    [0, 0, 0, 0, 41, 0, 0, 0, 0],
  ),
  works(
    'events folded into a state',
    () => pool.submit(replay, [{ type: 'opened', owner: 'a' }, { type: 'paid', amount: 5 }, { type: 'unknown' }]),
    { owner: 'a', balance: 5 },
  ),
  works('a pipeline of async steps', () => pool.submit(digest, 'abc'), 'a9993e36'),
  works('a renderer with a table of rules', () => pool.submit(render, '# A **b**'), '<h1>A <b>b</b></h1>'),
  works(
    'a distance of words, over many',
    () => Promise.all(['kitten', 'sitting'].map((word) => pool.submit((other) => distance(word, other), 'sitten'))),
    [1, 2],
  ),
]);
