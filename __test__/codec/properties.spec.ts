import { readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { message } from './arbitrary.js';
import { exceptions } from './exceptions.js';
import { difference } from './same.js';
import { travel } from './travellers.js';

const RUNS = 3000;

// Fails when no view is told to track its length, and when no memory is shared by views.
test('what arrives is what structuredClone makes, but for the exceptions', (t) => {
  fc.assert(
    fc.property(message, (values) => {
      const found = difference(values, [...travel(...values)]);
      if (found !== undefined) {
        throw new Error(found);
      }
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
  t.pass();
});

/** Each is made twice: compared with itself it is the same, with the next one it is not. */
const distinct: readonly (() => unknown)[] = [
  () => [new Map([[{ a: 1 }, 2]])],
  () => [new Map([[{ a: 1 }, 3]])],
  () => [new Set([1])],
  () => [-0],
  () => [0],
  () => [Buffer.from('a')],
  () => [Buffer.from('b')],
  () => [new Uint8Array([97])],
  () => [Object.assign([1], { length: 3 })],
  () => [[1, undefined, undefined]],
  () => [new Error('a')],
  () => [Object.assign(new TypeError('a'))],
  () => [new Date(1)],
  () => [new Date(2)],
  () => [/a/g],
  () => [/a/],
  () => {
    const shared = {};
    return [shared, shared];
  },
  () => [{}, {}],
];

test('the comparison sees a change of any member, and of identity', (t) => {
  for (const [index, make] of distinct.entries()) {
    const next = distinct[index + 1] ?? (() => [1]);
    const sent = make();
    t.is(difference(sent, travel(sent)[0]), undefined, `${index}`);
    t.not(difference(sent, travel(next())[0]), undefined, `${index}`);
  }
});

test('the exceptions are those of docs/values.md', (t) => {
  const lines = readFileSync(new URL('../../../docs/values.md', import.meta.url), 'utf8').split('\n');
  const rows = exceptions.map((row) => `| ${row.value} | ${row.arrives} | ${row.structuredClone} |`);
  for (const row of rows) {
    t.true(lines.includes(row), row);
  }
  const begin = lines.findIndex((line) => line.startsWith('| value | arrives |'));
  t.is(lines.findIndex((line, index) => index > begin && !line.startsWith('|')) - begin - 2, rows.length);
});
