import { median } from './statistics.mjs';

/**
 * One measurement of the run, or why there is none.
 *
 * @typedef {object} Entry
 * @property {string} candidate
 * @property {string} row
 * @property {number} round
 * @property {Record<string, number>} [values]
 * @property {import('./workload/witness.mjs').Proof} [proof]
 * @property {boolean} [closed] whether the pool could be closed
 * @property {string} [error]
 * @property {boolean} quiet whether the machine was quiet when it began
 * @property {number} [others] the share of the CPU that others used during it
 */

/**
 * @typedef {object} Figure
 * @property {string} candidate
 * @property {number} median
 * @property {number} min
 * @property {number} max
 * @property {number} [ratio] how many times better nogil is than this candidate: the median of the ratios of each round
 */

/**
 * The figures of one metric, in the order of the candidates; only candidates whose every round succeeded.
 *
 * @param {Entry[]} entries of one row
 * @param {import('./rows.mjs').Metric} metric
 * @param {string[]} candidateNames
 * @returns {Figure[]}
 */
export function summarise(entries, metric, candidateNames) {
  const ofNogil = valuesByRound(entries, metric, 'nogil');
  return candidateNames.flatMap((candidate) => {
    const own = valuesByRound(entries, metric, candidate);
    if (own === undefined) {
      return [];
    }
    const values = [...own.values()];
    const ratios =
      candidate !== 'nogil' &&
      ofNogil &&
      !metric.difference &&
      [...own].map(([round, value]) => ratio(metric, ofNogil.get(round), value));
    return [
      {
        candidate,
        median: median(values),
        min: Math.min(...values),
        max: Math.max(...values),
        ...(ratios && { ratio: median(ratios) }),
      },
    ];
  });
}

/**
 * @param {Entry[]} entries
 * @param {import('./rows.mjs').Metric} metric
 * @param {string} candidate
 */
function valuesByRound(entries, metric, candidate) {
  const own = entries.filter((entry) => entry.candidate === candidate);
  if (own.length === 0 || own.some(({ error }) => error !== undefined)) {
    return undefined;
  }
  return new Map(own.map(({ round, values }) => [round, values[metric.name]]));
}

/**
 * @param {import('./rows.mjs').Metric} metric
 * @param {number} nogil
 * @param {number} other
 */
function ratio(metric, nogil, other) {
  return metric.better === 'more' ? nogil / other : other / nogil;
}
