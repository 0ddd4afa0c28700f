/** Runs lines of a corpus and prints how many agree, and the ids of those that do not; why they do not, on stderr. */

import type { CorpusLine } from './programs.js';
import { runCorpus } from './run.js';

/** How a corpus is run. */
export interface RunOptions {
  /** Only programs of this family; or of these, with commas between them. */
  family?: string | undefined;
  /** So many at a time. */
  jobs: number;
}

/** The exit code: 0 where all agree. What the interpreter does not cover does not agree, and is counted by itself too. */
export async function report(lines: readonly CorpusLine[], { family, jobs }: RunOptions): Promise<number> {
  const families = family?.split(',');
  const chosen = lines.filter(({ program }) => families?.includes(program.family) ?? true);
  const differences = await runCorpus(chosen, jobs);
  console.log(`agree ${chosen.length - differences.length} of ${chosen.length}`);
  for (const { seed, difference } of differences) {
    console.log(String(seed));
    console.error(`${seed}: ${difference}`);
  }
  const notCovered = differences.filter(({ isNotCovered }) => isNotCovered);
  if (notCovered.length > 0) {
    console.error(`not covered: ${notCovered.length} of ${chosen.length}`);
  }
  return chosen.length > 0 && differences.length === 0 ? 0 : 1;
}
