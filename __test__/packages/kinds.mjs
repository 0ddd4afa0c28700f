// What arguments are made of. Each kind is a function from a source of random numbers to a new value.
import { callbacks, closureOver } from './callbacks.mjs';

/** Objects are copied: what a function does to its argument must not be seen by the next call. */
const oneOf =
  (...values) =>
  (random) =>
    structuredClone(random.pick(values));

const list = (kind) => (random) => Array.from({ length: random.below(6) }, () => kind(random));

export const integer = (random) => random.below(14) - 2;
export const number = (random) => random.pick([0, 1, -1, 2.5, 3, 7, 10, -4.25, 1e3, Number.NaN]);
export const count = (random) => random.below(6);
export const flag = oneOf(true, false);
export const text = oneOf(
  '',
  'a',
  'fred, barney, & pebbles',
  'fooBar',
  'Foo-bar_baz',
  '  padded ',
  '--foo--',
  'déjà vu',
  'a.b[0].c',
  '10',
  '3.75',
  '<b>&amp;</b>',
  '🦀 crab',
  'XMLHttpRequest',
);
export const key = oneOf('name', 'age', 'tags', 'deep.value', 'missing', 0, 1);
export const person = (random) => ({
  name: random.pick(['ann', 'bob', 'cyd']),
  age: random.below(5),
  tags: list(text)(random),
  deep: { value: random.below(3), list: [1, [2, [3]]] },
});
export const numbers = list(integer);
export const texts = list(text);
export const people = list(person);
export const nested = (random) => [1, [2, [3, [random.below(9)]], []], 'x'];
export const mixed = (random) => [0, '', null, undefined, false, Number.NaN, random.below(9), 'text', { a: 1 }, [1]];
export const pairs = (random) => [
  ['a', random.below(5)],
  ['b', random.below(5)],
];
export const scores = (random) => ({ a: random.below(9), b: random.below(9), c: null });
export const date = (random) =>
  new Date(Date.UTC(2023 + random.below(3), random.below(12), 1 + random.below(28), random.below(24)));
export const dates = list(date);
export const callback = (random) => {
  const chosen = random.below(callbacks.length + 2);
  return chosen < callbacks.length ? callbacks[chosen] : closureOver(random.below(5));
};
export const pattern = oneOf(/[a-c]+/g, /\w+/, /(\d)/u);
export const map = (random) => new Map(pairs(random));
export const set = (random) => new Set(numbers(random));
export const bytes = (random) => Uint8Array.from({ length: 4 }, () => random.below(256));
export const anything = (random) =>
  random.pick([
    integer,
    number,
    text,
    flag,
    numbers,
    texts,
    people,
    person,
    nested,
    scores,
    date,
    map,
    set,
    callback,
    pattern,
  ])(random);

/** The kinds by name, and one that is always the same value. */
export const always = (value) => () => structuredClone(value);
export { list, oneOf };
