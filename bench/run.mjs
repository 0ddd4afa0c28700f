// One command, one run: every candidate in turn, each measurement in a fresh process, all results checked.
import { writeFileSync } from 'node:fs';
import { takesPart } from './candidates.mjs';
import { runMeasurement } from './child.mjs';
import { nogilFolder, versionOf } from './installed-packages.mjs';
import { findNode } from './node-binary.mjs';
import { readOptions, UsageError, usage } from './options.mjs';
import { cpuTimes, quietMoment, shareOfOthers } from './quiet.mjs';
import { head, load, metricTable, notes } from './report.mjs';
import { allSizes } from './sizes.mjs';
import { summarise } from './summary.mjs';

/**
 * @typedef {object} Run
 * @property {import('./options.mjs').Options} options
 * @property {import('./node-binary.mjs').NodeBinary} node
 * @property {(import('./candidates.mjs').Candidate & { version?: string })[]} candidates
 * @property {string} [nogilPath]
 */

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<Run>}
 */
async function prepare(options) {
  const node = findNode(options.node);
  const wanted = options.candidates.filter((each) => options.rows.some((row) => takesPart(row, each)));
  const able = wanted.filter(({ name, minimumNode = 0 }) => {
    if (node.major < minimumNode) {
      console.log(`${name} is skipped: it needs Node ${minimumNode}, this is ${node.version}`);
    }
    return node.major >= minimumNode;
  });
  const withNogil = able.some(({ name }) => name === 'nogil');
  const nogilPath = withNogil ? await nogilFolder(options.nogil) : undefined;
  const candidates = able.map((candidate) => ({
    ...candidate,
    version: candidate.packageName && versionOf(candidate.packageName, nogilPath),
  }));
  return { options, node, candidates, nogilPath };
}

/**
 * The measurements in their order: within a round row by row, so that all candidates of a row are close in time, and
 * backwards in every second round, so that none always comes after the same other.
 *
 * @param {Run} run
 */
function* schedule({ options, candidates }) {
  for (let round = 1; round <= options.rounds; round += 1) {
    const ordered = round % 2 === 1 ? candidates : candidates.toReversed();
    for (const row of options.rows.filter(({ rounds = round }) => round <= rounds)) {
      for (const candidate of ordered.filter((each) => takesPart(row, each))) {
        if (candidate.unable?.[row.name] === undefined) {
          yield { round, row: row.name, candidate: candidate.name };
        }
      }
    }
  }
}

/**
 * @param {Run} run
 * @returns {Promise<import('./summary.mjs').Entry[]>}
 */
async function measureAll(run) {
  const { options, node, nogilPath } = run;
  const sizes = sizesName(options);
  const plan = [...schedule(run)];
  const entries = [];
  for (const step of plan) {
    showProgress(`${entries.length + 1}/${plan.length} round ${step.round}: ${step.row}, ${step.candidate}`);
    const quiet = await quietMoment(options.quietWait);
    const before = cpuTimes();
    try {
      const { cpuSeconds, ...result } = await runMeasurement({ node: node.path, sizes, nogilPath, ...step });
      entries.push({ ...step, ...result, quiet, others: shareOfOthers(before, cpuTimes(), cpuSeconds) });
    } catch (error) {
      entries.push({ ...step, error: error.message, quiet });
    }
  }
  showProgress('');
  return entries;
}

/** @param {import('./options.mjs').Options} options */
const sizesName = ({ quick }) => (quick ? 'quick' : 'full');

/** @param {string} text replaces the last one on a terminal, and is not shown elsewhere */
function showProgress(text) {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${text}`);
  }
}

/**
 * @param {Run} run
 * @param {import('./summary.mjs').Entry[]} entries
 */
function report({ options, node, candidates }, entries) {
  const sizes = allSizes[sizesName(options)];
  const names = candidates.map(({ name }) => name);
  const summary = options.rows.flatMap((row) => {
    const ofRow = entries.filter((entry) => entry.row === row.name);
    return row.metrics.map((metric) => ({ row, metric, figures: summarise(ofRow, metric, names) }));
  });

  for (const block of summary) {
    console.log(
      `\n${metricTable({ ...block, candidates: candidates.filter((each) => takesPart(block.row, each)), sizes })}`,
    );
  }
  console.log(`\n${notes({ entries, candidates, rows: options.rows }).join('\n')}`);
  console.log(`load average after: ${load()}`);

  if (options.json !== undefined) {
    const medians = summary.map(({ row, metric, figures }) => ({
      row: row.name,
      metric: metric.name,
      unit: metric.unit,
      better: metric.better,
      figures,
    }));
    const versions = Object.fromEntries(candidates.map(({ name, version }) => [name, version]));
    const content = { node: node.version, quick: options.quick, versions, medians, measurements: entries };
    writeFileSync(options.json, `${JSON.stringify(content, null, 2)}\n`);
  }
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  const run = await prepare(options);
  console.log(head(run));
  const entries = await measureAll(run);
  report(run, entries);

  const failures = entries.filter(({ error }) => error !== undefined);
  if (failures.length > 0) {
    process.exitCode = 1;
    console.error(`\n${failures.length} of ${entries.length} measurements FAILED:`);
    for (const { candidate, row, round, error } of failures) {
      console.error(`- ${candidate}, ${row}, round ${round}: ${error}`);
    }
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 2;
}
