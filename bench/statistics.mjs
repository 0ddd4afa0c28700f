/**
 * @param {number[]} values
 * @param {number} share between 0 and 1
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The 95 % interval of the median, by the order of the values alone: nothing is assumed of how they are spread.
 *
 * @param {number[]} values
 * @returns {[number, number]}
 */
export function interval(values) {
  const sorted = values.toSorted((a, b) => a - b);
  // How many values lie below the median is binomial: take as many off each end as leave 2.5 % or less there.
  let share = 0.5 ** values.length;
  let below = share;
  let cut = 0;
  while (below <= 0.025) {
    cut += 1;
    share = (share * (values.length - cut + 1)) / cut;
    below += share;
  }
  const low = Math.max(0, cut - 1);
  return [sorted[low], sorted[sorted.length - 1 - low]];
}
