// npm run bench:functions [-- --node 24 --rounds 7 --json FILE]
// What it costs to submit any function: microseconds in `submit()` itself, each round in a fresh process, and medians
// of the rounds. Every result is checked. More of it in bench/README.md.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rows } from './functions/rows.mjs';
import { findNode } from './node-binary.mjs';
import { UsageError } from './options.mjs';
import { quietMoment } from './quiet.mjs';
import { median } from './statistics.mjs';

const MEASURE = fileURLToPath(new URL('functions/measure.mjs', import.meta.url));
/** Milliseconds. A round takes seconds. */
const TIMEOUT = 120_000;
/** Fewer make no median. */
const FEWEST_ROUNDS = 5;

function round(node) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [MEASURE], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: TIMEOUT,
      killSignal: 'SIGKILL',
    });
    let measured;
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      printed = (printed + text).slice(-2000);
    });
    child.once('message', (message) => {
      measured = message;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (measured !== undefined && code === 0) {
        resolve(measured);
      } else {
        reject(new Error(`a round ended with ${signal ?? `code ${code}`}: ${printed}`));
      }
    });
  });
}

/** @returns {{ cost: number, low: number, high: number, whole: number, costMultiple: number, multiple: number }} */
function summarise({ name, isOverPlain }, rounds) {
  const costOf = (measured) => measured[name] - (isOverPlain ? measured.plain : 0);
  const costs = rounds.map(costOf);
  return {
    cost: median(costs),
    low: Math.min(...costs),
    high: Math.max(...costs),
    whole: median(rounds.map((measured) => measured[name])),
    costMultiple: median(rounds.map((measured) => costOf(measured) / measured.bare)),
    multiple: median(rounds.map((measured) => measured[name] / measured.bare)),
  };
}

function print(rounds) {
  const figure = (value) => (Math.abs(value) < 100 ? value.toFixed(2) : value.toFixed(0)).padStart(9);
  const heads = ['cost', 'least', 'most', 'of a bare', 'whole', 'of a bare'].map((head) => head.padStart(9)).join(' ');
  console.log(`${'microseconds'.padEnd(46)} ${heads}   target`);
  let missed = 0;
  for (const row of rows) {
    const { cost, low, high, whole, costMultiple, multiple } = summarise(row, rounds);
    const isMet = row.target === undefined || cost <= row.target;
    missed += isMet ? 0 : 1;
    const target = row.target === undefined ? '' : `${row.target} ${isMet ? 'met' : 'MISSED'}`;
    const figures = [cost, low, high, costMultiple, whole, multiple].map(figure).join(' ');
    console.log(`${row.title.padEnd(46)} ${figures}   ${target}`);
  }
  return missed;
}

try {
  const { values } = parseArgs({
    options: {
      node: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
    },
  });
  const node = findNode(values.node);
  const count = Math.max(FEWEST_ROUNDS, Number(values.rounds) || 0);
  console.log(
    `Node ${node.version}, ${count} rounds; load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  const measured = [];
  for (let index = 0; index < count; index++) {
    await quietMoment(3);
    measured.push(await round(node.path));
  }
  const missed = print(measured);
  console.log(
    `cost: without the submit of an export, where there is a target. Load at the end: ${loadavg()[0].toFixed(1)}`,
  );
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ node: node.version, rounds: measured }, undefined, 2)}\n`);
  }
  process.exitCode = missed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
}
