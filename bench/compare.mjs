// Two builds of nogil beside each other, in pairs: what a change cost, or brought.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runMeasurement } from './child.mjs';
import { findNode } from './node-binary.mjs';
import { cpuTimes, quietMoment, shareOfOthers } from './quiet.mjs';
import { load } from './report.mjs';
import { rows } from './rows.mjs';
import { interval, median } from './statistics.mjs';

const usage = `npm run bench:compare -- --before DIR --after DIR [options]

  --before DIR, --after DIR   two folders that have nogil in their node_modules
  --rows a,b                  only these (all but idle, native and stat)
  --pairs N                   how often both are measured, in turns (15)
  --node 24                   run them on this Node
  --quick                     short measurements, to see that all runs

A ratio of more than 1 means that the build after is better, in rates and in times alike. A row FAILS where the whole
95 % interval of its median ratio lies below ${0.9}.`;

const worst = 0.9;
const unaffected = ['idle', 'native', 'stat'];

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    after: { type: 'string' },
    rows: { type: 'string' },
    pairs: { type: 'string', default: '15' },
    node: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (options.help || options.before === undefined || options.after === undefined) {
  console.log(usage);
  process.exit(options.help ? 0 : 2);
}

const folders = { before: resolve(options.before), after: resolve(options.after) };
const node = findNode(options.node);
const chosen = options.rows?.split(',') ?? rows.map(({ name }) => name).filter((name) => !unaffected.includes(name));
const pairs = Number(options.pairs);

/** @param {import('./rows.mjs').Row} row */
async function compare(row) {
  const measured = { before: [], after: [] };
  const others = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Each goes first in half of the pairs.
    for (const which of pair % 2 === 0 ? ['before', 'after'] : ['after', 'before']) {
      await quietMoment(3);
      const start = cpuTimes();
      const { values, cpuSeconds } = await runMeasurement({
        node: node.path,
        candidate: 'nogil',
        row: row.name,
        sizes: options.quick ? 'quick' : 'full',
        nogilPath: folders[which],
      });
      others.push(shareOfOthers(start, cpuTimes(), cpuSeconds));
      measured[which].push(values);
    }
  }
  for (const metric of row.metrics) {
    report(row.name, metric, measured, median(others));
  }
}

/**
 * @param {string} row
 * @param {import('./rows.mjs').Metric} metric
 * @param {{ before: Record<string, number>[], after: Record<string, number>[] }} measured
 * @param {number} others
 */
function report(row, metric, measured, others) {
  const before = measured.before.map((values) => values[metric.name]);
  const after = measured.after.map((values) => values[metric.name]);
  const ratios = after.map((value, pair) => (metric.better === 'more' ? value / before[pair] : before[pair] / value));
  const [low, high] = interval(ratios);
  const failed = high < worst;
  process.exitCode = failed ? 1 : process.exitCode;
  console.log(
    [
      row.padEnd(11),
      metric.name.padEnd(11),
      figure(median(before)).padStart(15),
      figure(median(after)).padStart(15),
      median(ratios).toFixed(3).padStart(6),
      `${low.toFixed(3)} – ${high.toFixed(3)}`.padStart(14),
      `${(others * 100).toFixed(0)} %`.padStart(10),
      failed ? 'FAILED' : '',
    ].join(' '),
  );
}

/** @param {number} value */
const figure = (value) => (value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(4));

console.log(`Node ${node.version}, ${pairs} pairs a row, load average before: ${load()}`);
console.log('row         figure      before (median)  after (median)  ratio  95 % interval  others used');
for (const row of rows.filter(({ name }) => chosen.includes(name))) {
  await compare(row);
}
console.log(`load average after: ${load()}`);
