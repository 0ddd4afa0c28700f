/**
 * npm run oracle -- FILE... [--family NAME,...] [--level strict|task|outcome] [--jobs n]
 *
 * Runs the programs of corpus files on this package and compares the traces with those that CPython left. Prints
 * `agree A of N` and then the ids that differ; the exit code is 1 if any does. A program of the sync language has one outcome, so
 * for it the three levels are one.
 */

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { readCorpus } from './programs.js';
import { report } from './report.js';

const LEVELS = ['strict', 'task', 'outcome'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { family: { type: 'string' }, level: { type: 'string', default: 'strict' }, jobs: { type: 'string' } },
});
const jobs = Number(values.jobs ?? 3 * availableParallelism());
if (positionals.length === 0 || !LEVELS.includes(values.level) || !(jobs >= 1)) {
  console.error(`usage: npm run oracle -- FILE... [--family NAME,...] [--level ${LEVELS.join('|')}] [--jobs N]`);
  process.exit(2);
}
process.exitCode = await report(positionals.flatMap(readCorpus), { family: values.family, jobs });
