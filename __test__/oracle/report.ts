/** Runs lines of a corpus and prints how many agree, and the ids of those that do not; why they do not, on stderr. */

import type { CorpusLine } from './programs.js';
import { runCorpus } from './run.js';

/** How a corpus is run. */
export interface RunOptions {
  /** Only programs of this family. */
  family?: string | undefined;
  /** So many at a time. */
  jobs: number;
}

/** The exit code: 0 where all agree. */
export async function report(lines: readonly CorpusLine[], { family, jobs }: RunOptions): Promise<number> {
  const chosen = lines.filter(({ program }) => family === undefined || program.family === family);
  const differences = await runCorpus(chosen, jobs);
  console.log(`agree ${chosen.length - differences.length} of ${chosen.length}`);
  for (const { seed, difference } of differences) {
    console.log(String(seed));
    console.error(`${seed}: ${difference}`);
  }
  return chosen.length > 0 && differences.length === 0 ? 0 : 1;
}
