// Functions that use packages, as programs do: default, named and namespace imports, CommonJS packages, schemas and
// formatters that are made at module level.
import { bin, extent, rollup } from 'd3-array';
import { addDays, differenceInCalendarDays, format, formatISO, parseISO } from 'date-fns';
import { de } from 'date-fns/locale';
import _ from 'lodash';
import fp from 'lodash/fp.js';
import minus from 'lodash/subtract.js';
import ms from 'ms';
import picomatch from 'picomatch';
import * as R from 'ramda';
import semver from 'semver';
import { z } from 'zod';
import { ThreadPoolExecutor } from '../../../dist/index.js';
import { runCases, works } from '../../functions/cases/harness.mjs';

const { chunk, groupBy: group } = _;
const pool = new ThreadPoolExecutor(1);

const Person = z.object({
  name: z.string().min(1),
  age: z.coerce.number().int().nonnegative(),
  tags: z.array(z.string()).default([]),
});
const Team = z.object({ lead: Person, members: z.array(Person) }).transform(({ lead, members }) => [lead, ...members]);

const validate = (input) => {
  const { success, data, error } = Team.safeParse(input);
  return success ? data.map(({ name }) => name) : error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`);
};

const dueDate = (start, days) => format(addDays(parseISO(start), days), 'EEEE, d. MMMM yyyy', { locale: de });
const isSource = picomatch('src/**/*.{js,ts}', { ignore: '**/*.spec.*' });
const byLength = _.flow([_.words, (words) => _.groupBy(words, 'length'), (groups) => _.mapValues(groups, _.size)]);
const summary = R.pipe(R.filter(R.propEq('open', 'state')), R.groupBy(R.prop('owner')), R.map(R.pluck('id')));
const template = _.template('Hello <%= name %>');
const debounced = _.debounce(() => 'called', 0);

class Calendar {
  #entries = new Map();
  add(day, text) {
    this.#entries.set(formatISO(parseISO(day), { representation: 'date' }), text);
    return this;
  }
  between(from, to) {
    return _.sum(
      [...this.#entries.keys()].map((day) => differenceInCalendarDays(parseISO(to), parseISO(from)) + ms('1s') / 1000),
    );
  }
}

await runCases(import.meta.url, pool, [
  works(
    'lodash: the whole, a named function under another name, a function by its file',
    () =>
      pool.submit(
        (list) => [
          _.sortBy(list, 'a').map('a' in list[0] ? ({ a }) => a : String),
          chunk([1, 2, 3], 2),
          group([1.2, 1.7], Math.floor),
          minus(3, 1),
        ],
        [{ a: 2 }, { a: 1 }],
      ),
    [[1, 2], [[1, 2], [3]], { 1: [1.2, 1.7] }, 2],
  ),
  works('lodash: a flow that was made at module level', () => pool.submit(byLength, 'a bb cc ddd'), {
    1: 1,
    2: 2,
    3: 1,
  }),
  works(
    'lodash: a local closure over fp',
    () => {
      const keys = ['a', 'c'];
      return pool.submit(
        (object) =>
          fp.pipe(
            fp.pick(keys),
            fp.mapValues((value) => value * 2),
          )(object),
        { a: 1, b: 2, c: 3 },
      );
    },
    { a: 2, c: 6 },
  ),
  works('lodash: a template of the module', () => pool.submit((name) => template({ name }), 'you'), 'Hello you'),
  works('lodash: a debounced function of the module', () => pool.submit(() => typeof debounced.flush), 'function'),
  works(
    'zod: a schema of the module, what is valid',
    () => pool.submit(validate, { lead: { name: 'a', age: '3' }, members: [{ name: 'b', age: 4 }] }),
    ['a', 'b'],
  ),
  works('zod: what is not valid', () => pool.submit(validate, { lead: { name: '', age: -1 }, members: [] }), [
    'lead.name: too_small',
    'lead.age: too_small',
  ]),
  works(
    'zod: a schema that is made inside',
    () => pool.submit((value) => z.union([z.string().email(), z.number()]).safeParse(value).success, 'a@b.example'),
    true,
  ),
  works('zod: its error is thrown', async () => {
    const error = await pool
      .submit((value) => Person.parse(value), {})
      .then(
        () => undefined,
        (reason) => reason,
      );
    return [error.name, JSON.parse(error.message)[0].path];
  }, ['ZodError', ['name']]),
  works('date-fns: a locale', () => pool.submit(dueDate, '2024-02-27', 3), 'Freitag, 1. März 2024'),
  works(
    'date-fns: a Date there and back',
    () => pool.submit((date) => addDays(date, 1), new Date(Date.UTC(2024, 0, 1, 12))),
    new Date(Date.UTC(2024, 0, 2, 12)),
  ),
  works(
    'a class over two packages',
    () =>
      pool.submit(
        (days) =>
          days.reduce((calendar, day) => calendar.add(day, day), new Calendar()).between('2024-01-01', '2024-01-03'),
        ['2024-01-01', '2024-01-02'],
      ),
    6,
  ),
  works(
    'ramda: a pipe of the module',
    () =>
      pool.submit(summary, [
        { id: 1, owner: 'a', state: 'open' },
        { id: 2, owner: 'a', state: 'done' },
      ]),
    { a: [1] },
  ),
  works('ramda: curried, with a captured function', () => {
    const isLong = R.compose(R.lt(2), R.length);
    return pool.submit((words) => R.filter(isLong, words), ['a', 'abc']);
  }, ['abc']),
  works(
    'picomatch: a matcher of the module',
    () => pool.submit((paths) => paths.map((path) => isSource(path)), ['src/a/b.ts', 'src/a.spec.ts', 'x.ts']),
    [true, false, false],
  ),
  works('picomatch: a matcher is submitted', () => pool.submit(isSource, 'src/a.js'), true),
  works(
    'semver and d3-array',
    () =>
      pool.submit(
        (versions, numbers) => [
          semver.maxSatisfying(versions, '^1.2'),
          extent(numbers),
          bin()(numbers).length > 0,
          rollup(
            numbers,
            (v) => v.length,
            (n) => n % 2,
          ).get(1),
        ],
        ['1.2.3', '1.9.0', '2.0.0'],
        [3, 1, 2],
      ),
    ['1.9.0', [1, 3], true, 2],
  ),
]);
