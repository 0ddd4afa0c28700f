// The packages whose functions are submitted, and what arguments suit them.
import * as changeCase from 'change-case';
import * as d3 from 'd3-array';
import * as dateFns from 'date-fns';
import deepmerge from 'deepmerge';
import equal from 'fast-deep-equal';
import lodash from 'lodash';
import * as minimatch from 'minimatch';
import ms from 'ms';
import picomatch from 'picomatch';
import * as ramda from 'ramda';
import semver from 'semver';
import validator from 'validator';
import * as kinds from './kinds.mjs';

const { anything, callback, count, date, dates, flag, integer, key, list, map, mixed, nested, number, numbers } = kinds;
const { oneOf, pairs, pattern, people, person, scores, set, text, texts } = kinds;

const collections = [
  [numbers],
  [numbers, callback],
  [numbers, numbers],
  [numbers, integer],
  [numbers, callback, integer],
  [people, key],
  [people, callback],
  [people, person],
  [person, key],
  [person, key, anything],
  [person, scores],
  [scores, callback],
  [mixed],
  [nested],
  [nested, count],
  [pairs],
  [texts, text],
  [texts, numbers],
  [text],
  [text, text],
  [text, count],
  [text, pattern, text],
  [integer, integer, count],
  [number, number],
  [map],
  [set],
  [callback],
  [callback, numbers],
  [callback, callback],
  [callback, callback, numbers],
  [callback, integer, numbers],
  [integer, numbers],
  [key, people],
  [key, person],
  [date],
  [anything],
  [anything, anything],
];

const version = oneOf('1.2.3', '0.0.1-beta.2', 'v2.0.0', '1.2', 'not one', '10.20.30', '1.2.3-alpha+build');
const range = oneOf('^1.2.0', '>=1 <3', '~0.0.1', '*', '1.x || >=2.5.0', 'nonsense!');
const glob = oneOf('*.js', 'src/**/*.{js,ts}', '!(a|b).md', '**/[a-c]?.txt', '{1..3}.md', 'a/b');
const path = oneOf('a.js', 'src/a/b.ts', 'c.md', 'x/ab.txt', '2.md', '');
const globOptions = oneOf(undefined, { nocase: true }, { dot: true });
const pieces = oneOf(
  'foo@example.com',
  'https://example.com/a?b=c',
  '127.0.0.1',
  '::1',
  'abc',
  '12345',
  '1.5',
  '2024-02-29',
  '#ff0000',
  'DE89370400440532013000',
  '550e8400-e29b-41d4-a716-446655440000',
  '{"a":1}',
  'YWJj',
  '4111111111111111',
  '',
  'true',
  ' <b> ',
);
const interval = (random) => ({ start: date(random), end: date(random) });
const dateFormat = oneOf('yyyy-MM-dd', 'PPPP', "do 'of' MMMM", 'HH:mm:ss', 'Qqq RRRR', 'n');
const dateText = oneOf('2024-02-29', '2023-12-31T10:00:00Z', '29.02.2024', 'not one', '20240101');
const duration = (random) => ({ years: count(random), days: count(random), hours: count(random) });
const weekOptions = oneOf({ weekStartsOn: 1 }, { firstWeekContainsDate: 4 }, undefined);

/**
 * `skip`: functions that cannot be compared, with the reason.
 * `recipes`: lists of arguments; each call takes one of those. `recipesOf`: those of one function, where others would
 * not end, or fill the memory.
 */
export const catalogue = {
  lodash: {
    functions: lodash,
    recipes: collections,
    recipesOf: { times: [[count], [count, callback]] },
    skip: {
      mixin: 'changes the package',
      noConflict: 'changes the global object',
      delay: 'starts a timer',
      defer: 'starts a timer',
      now: 'tells the time',
      sample: 'chooses at random',
      sampleSize: 'chooses at random',
      random: 'chooses at random',
      shuffle: 'chooses at random',
      uniqueId: 'counts',
    },
  },
  ramda: {
    functions: ramda,
    recipes: collections,
    recipesOf: { times: [[callback, count]], repeat: [[anything, count]], range: [[integer, integer]] },
    skip: { until: 'does not end with just any function', unfold: 'does not end with just any function' },
  },
  'date-fns': {
    functions: dateFns,
    recipes: [
      [date],
      [date, date],
      [date, integer],
      [date, count, weekOptions],
      [date, weekOptions],
      [date, date, weekOptions],
      [date, dateFormat],
      [date, duration],
      [dates],
      [date, dates],
      [interval],
      [interval, interval],
      [dateText],
      [dateText, dateFormat, date],
      [duration],
      [integer],
      [date, interval],
    ],
    skip: { constructNow: 'tells the time' },
  },
  semver: {
    functions: semver,
    recipes: [
      [version],
      [version, version],
      [version, range],
      [range],
      [range, range],
      [list(version), range],
      [list(version)],
      [version, oneOf('major', 'minor', 'prerelease'), oneOf('beta', undefined)],
      [version, oneOf('<', '>=', '==='), version],
    ],
    skip: {},
  },
  picomatch: {
    functions: { picomatch, ...picomatch },
    recipes: [[glob], [glob, globOptions], [list(glob), globOptions], [path, glob], [path, pattern], [pattern]],
    skip: {},
  },
  minimatch: {
    functions: { ...minimatch, ...minimatch.minimatch },
    recipes: [[path, glob, globOptions], [glob], [glob, globOptions], [list(path), glob], [globOptions]],
    skip: {},
  },
  'fast-deep-equal': {
    functions: { equal },
    recipes: [
      [anything, anything],
      [people, people],
      [scores, scores],
    ],
    skip: {},
  },
  deepmerge: {
    functions: { deepmerge, ...deepmerge },
    recipes: [[person, person], [scores, person], [numbers, numbers], [list(person)], [list(scores)]],
    skip: {},
  },
  ms: {
    functions: { ms },
    recipes: [[oneOf('2 days', '1.5h', '-3 min', 'x', '')], [number], [number, oneOf({ long: true })]],
    skip: {},
  },
  'd3-array': {
    functions: d3,
    recipes: [
      [numbers],
      [numbers, callback],
      [numbers, integer],
      [numbers, numbers],
      [numbers, callback, callback],
      [people, callback],
      [people, callback, callback],
      [integer, integer, count],
      [texts],
      [texts, texts],
      [mixed],
    ],
    skip: { shuffle: 'chooses at random' },
  },
  validator: {
    functions: validator,
    recipes: [
      [pieces],
      [pieces, pieces],
      [pieces, oneOf({ min: 1, max: 5 }, { no_symbols: true }, undefined)],
      [text],
      [text, oneOf('a', 'de-DE', 4)],
    ],
    skip: {},
  },
  'change-case': {
    functions: changeCase,
    recipes: [
      [text],
      [text, oneOf({ delimiter: '+' }, { prefixCharacters: '_' }, { separateNumbers: true }, { locale: 'de' })],
      [key, flag],
    ],
    skip: {},
  },
};
