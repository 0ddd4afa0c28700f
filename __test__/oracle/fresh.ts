/**
 * npm run oracle:fresh -- [--from 0] [--count 2000] [--family NAME] [--target 3.13] [--jobs n]
 *
 * Makes new programs, runs them on CPython, whose path is in PYTHON, and then as `npm run oracle` does.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCorpus } from './programs.js';
import { report } from './report.js';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '2000' },
    family: { type: 'string' },
    target: { type: 'string', default: '3.13' },
    jobs: { type: 'string' },
  },
});
const { from, count, family, target } = values;
const jobs = Number(values.jobs ?? 3 * availableParallelism());
const python = process.env['PYTHON'] ?? 'python3';

// The tests are compiled to a folder of their own, and Python's programs are not.
const oracle = fileURLToPath(new URL('../../../__test__/oracle/oracle_sync.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nogil-oracle-'));
try {
  const out = join(folder, 'corpus.jsonl');
  const made = ['corpus', '--from', from, '--count', count, '--target', target];
  // Programs wait most of the time.
  const ofFamily = family === undefined ? [] : ['--family', family];
  const args = [oracle, ...made, ...ofFamily, '--jobs', String(4 * availableParallelism()), '--out', out];
  const { status, error } = spawnSync(python, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) {
    process.exitCode = await report(readCorpus(out), { family, jobs });
  } else {
    console.error(`${python} did not make the programs: ${error?.message ?? `it ended with ${status}`}`);
    console.error('PYTHON has to name a CPython 3.13 or newer');
    process.exitCode = 2;
  }
} finally {
  rmSync(folder, { recursive: true });
}
