// node scripts/parity.mjs
// Counts the rows of __test__/PARITY.md and runs their tests; then once for each method that rows are about, with
// that method made to throw: a test that passes all the same does not call it. Needs what `npm test` builds.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageScript, projectFolder } from './command.mjs';
import { belongs, isOfWorkers, plainTitle, readTable } from './parity/table.mjs';

const SPECS = 'build/__test__/parity';
/** Milliseconds. With a method broken, a test may wait for ever. */
const TIMEOUT = 300_000;

const specsOf = (those) => [...new Set(those.map(({ spec }) => spec))];

/** The titles of the tests of these rows that passed, and of those that did not. With a method broken, of the main thread's. */
function runSpecs(those, broken) {
  const specs = specsOf(those).map((name) => `${SPECS}/${name}.spec.js`);
  const env = { ...process.env, NOGIL_NODES: 'own', FORCE_COLOR: '0' };
  if (broken !== undefined) {
    const preload = pathToFileURL(join(projectFolder, 'scripts/parity/preload.mjs')).href;
    env.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --import=${preload}`;
    env.NOGIL_BROKEN = broken;
  }
  const patterns = [...those.map(({ id }) => `${id}*`), '!*threads]: *', '!*tasks]: *'];
  const limits = broken === undefined ? [] : ['--timeout=20s', ...patterns.map((pattern) => `--match=${pattern}`)];
  const args = [packageScript('ava'), '--tap', ...limits, ...specs];
  const options = { cwd: projectFolder, env, encoding: 'utf8', timeout: TIMEOUT, maxBuffer: 2 ** 28 };
  const { stdout } = spawnSync(process.execPath, args, options);
  const results = { passed: [], failed: [] };
  for (const [, not, title] of stdout.matchAll(/^(not )?ok \d+ - (?:.* › )?(.*?)( # .*)?$/gm)) {
    results[not === undefined ? 'passed' : 'failed'].push(title);
  }
  return results;
}

/** The titles of tests that ava is told to expect to fail: their report is that of tests that pass. */
function expectedToFail(name) {
  const text = readFileSync(join(projectFolder, '__test__/parity', `${name}.spec.ts`), 'utf8');
  return [...text.matchAll(/\.failing\(\s*['`](.*?)['`]/g)].map(([, title]) => title.replace(/\$\{kind\}/, ''));
}

const rows = readTable();
const tested = rows.filter(({ title }) => title !== '');
const failing = specsOf(tested).flatMap(expectedToFail);
const problems = [];

const { passed, failed } = runSpecs(tested);
const passes = (row) =>
  passed.some((title) => plainTitle(title) === row.title) &&
  !failing.includes(row.title) &&
  !failed.some((title) => belongs(title, row));
for (const row of tested) {
  if (!passes(row)) {
    problems.push(
      `${row.title}: ${[...passed, ...failed].some((title) => plainTitle(title) === row.title) ? 'it failed' : 'there is no such test'}`,
    );
  }
}
for (const title of [...passed, ...failed]) {
  if (!tested.some((row) => belongs(title, row))) {
    problems.push(`${title}: it is a test of no row`);
  }
}
for (const { file, className, method, verdict, title, note } of rows) {
  const isOpen = note.startsWith('open: ');
  if (!/^[PAN]$/.test(verdict) || (verdict === 'N' ? !note.startsWith('void: ') : title === '' && !isOpen)) {
    problems.push(`${file} ${className}.${method}: it has neither a test nor a reason`);
  }
}

for (const about of new Set(tested.map((row) => row.about))) {
  const concerned = tested.filter((row) => row.about === about);
  const results = runSpecs(concerned, about);
  let noticed = 0;
  for (const row of concerned) {
    const still = results.passed.filter(
      (title) => belongs(title, row) && !isOfWorkers(title) && !failing.includes(row.title),
    );
    problems.push(...still.map((title) => `${title}: it passes though ${about} throws`));
    const fails = still.length === 0 && results.failed.some((title) => plainTitle(title) === row.title);
    if (still.length === 0 && !fails && !failing.includes(row.title)) {
      problems.push(`${row.title}: it did not run with ${about} broken`);
    }
    noticed += fails ? 1 : 0;
  }
  console.log(`${about}: ${noticed} of ${concerned.length} rows fail when it throws`);
}

for (const problem of problems) {
  console.log(problem);
}
const count = (verdict) => {
  const those = rows.filter((row) => row.verdict === verdict);
  return `${verdict} ${those.filter(passes).length} of ${those.length}`;
};
const open = rows.filter(({ note }) => note.startsWith('open: ')).length;
console.log(
  `parity: ${count('P')}, ${count('A')}, void ${rows.filter(({ verdict }) => verdict === 'N').length}, open ${open}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
