/** One factor for all that the examples wait: the documents wait for seconds, tests for less. */

/** Milliseconds for so many seconds of the document, times `SEEDS_SCALE`. */
export function seconds(count: number): number {
  return count * 1000 * Number(process.env['SEEDS_SCALE'] ?? 1);
}
