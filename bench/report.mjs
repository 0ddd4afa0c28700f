import { availableParallelism, cpus, loadavg } from 'node:os';
import { takesPart, workerCount } from './candidates.mjs';

/** Above this share of the CPU used by others, a measurement counts as disturbed. */
const disturbance = 0.1;

/** @returns {string} */
export const load = () =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');

/**
 * @param {object} run
 * @param {import('./node-binary.mjs').NodeBinary} run.node
 * @param {(import('./candidates.mjs').Candidate & { version?: string })[]} run.candidates
 * @param {import('./options.mjs').Options} run.options
 * @returns {string}
 */
export function head({ node, candidates, options }) {
  return [
    `Node ${node.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores (${cpus()[0]?.model ?? '?'})`,
    `load average before: ${load()}`,
    `${workerCount} workers each, ${options.rounds} rounds${options.quick ? ', quick: no figures to quote' : ''}`,
    ...columns(candidates.map(({ name, version, about }) => [name, version ?? '', about])),
  ].join('\n');
}

/**
 * One table: the figures of one metric.
 *
 * @param {object} block
 * @param {import('./rows.mjs').Metric} block.metric
 * @param {import('./summary.mjs').Figure[]} block.figures
 * @param {import('./candidates.mjs').Candidate[]} block.candidates
 * @param {import('./rows.mjs').Row} block.row
 * @param {import('./sizes.mjs').Sizes} block.sizes
 * @returns {string}
 */
export function metricTable({ metric, figures, candidates, row, sizes }) {
  const lines = candidates.map(({ name, unable }) => {
    if (unable?.[row.name] !== undefined) {
      return [name, '-', '', ''];
    }
    const figure = figures.find(({ candidate }) => candidate === name);
    if (figure === undefined) {
      return [name, 'failed', '', ''];
    }
    const { median, min, max, ratio } = figure;
    return [name, number(median), `${number(min)} – ${number(max)}`, ratio === undefined ? '' : times(ratio)];
  });
  const withRatios = figures.some(({ ratio }) => ratio !== undefined);
  const titles = ['', metric.unit, 'min – max', withRatios ? 'nogil better by' : ''];
  return [
    `${metric.title(sizes)} (${metric.better} is better)`,
    ...columns([titles, ...lines], { numbers: true }),
  ].join('\n');
}

/**
 * What the tables do not show: reasons, doubts, failures.
 *
 * @param {object} run
 * @param {import('./summary.mjs').Entry[]} run.entries
 * @param {import('./candidates.mjs').Candidate[]} run.candidates
 * @param {import('./rows.mjs').Row[]} run.rows
 * @returns {string[]}
 */
export function notes({ entries, candidates, rows }) {
  const unable = candidates.flatMap((candidate) =>
    rows
      .filter((row) => candidate.unable?.[row.name] !== undefined)
      .map((row) => `- ${candidate.name} has no ${row.name}: ${candidate.unable[row.name]}.`),
  );
  const lazy = candidates.flatMap((candidate) =>
    rows
      .filter(
        (row) =>
          row.manyInFlight && takesPart(row, candidate) && !candidate.onMain && onlyOneThread(entries, candidate, row),
      )
      .map((row) => `- ${candidate.name} used only one thread in ${row.name}.`),
  );
  const open = candidates.flatMap(({ name }) => {
    const hung = entries.filter(({ candidate, closed }) => candidate === name && closed === false).length;
    return hung === 0 ? [] : [`- ${name} did not close its pool in ${hung} of its measurements.`];
  });
  const failed = entries.some(({ error }) => error !== undefined);
  const checked = entries.reduce((sum, { proof }) => sum + (proof?.tasks ?? 0), 0);
  const unseen = entries.some(({ proof }) => proof !== undefined && proof.threads === undefined);
  const noisy = entries.filter(({ quiet }) => !quiet).length;
  const disturbed = entries.filter(({ others }) => others !== undefined && others > disturbance).length;
  return [
    ...unable,
    ...lazy,
    ...open,
    ...rows.flatMap(({ note }) => (note === undefined ? [] : [`- ${note}`])),
    `- ${noisy} of ${entries.length} measurements began on a machine that did not become quiet; during ${disturbed}, ` +
      `others used more than ${disturbance * 100} % of the CPU.`,
    '- Times and rates are those of this machine at this moment. The ratios, each within one round, are what to quote.',
    ...(failed
      ? []
      : [
          `- Every one of ${checked.toLocaleString('en')} results was checked, and which thread made it` +
            `${unseen ? ' (not for libuv)' : ''}.`,
        ]),
  ];
}

/**
 * @param {import('./summary.mjs').Entry[]} entries
 * @param {import('./candidates.mjs').Candidate} candidate
 * @param {import('./rows.mjs').Row} row
 */
function onlyOneThread(entries, candidate, row) {
  const proofs = entries.filter((entry) => entry.candidate === candidate.name && entry.row === row.name && entry.proof);
  return proofs.length > 0 && proofs.every(({ proof }) => proof.threads < workerCount);
}

/**
 * @param {string[][]} lines
 * @param {{ numbers: boolean }} [options] whether all columns but the first are numbers, which end below each other
 * @returns {string[]}
 */
function columns(lines, { numbers } = { numbers: false }) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => {
    const cells = line.map((text, column) =>
      numbers && column > 0 ? text.padStart(widths[column]) : text.padEnd(widths[column]),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** @param {number} value */
function number(value) {
  if (value >= 100) {
    return Math.round(value).toLocaleString('en');
  }
  if (value >= 1) {
    return value.toFixed(value >= 10 ? 1 : 2);
  }
  return value.toPrecision(2);
}

/** @param {number} ratio */
function times(ratio) {
  return `${number(ratio)}×`;
}
