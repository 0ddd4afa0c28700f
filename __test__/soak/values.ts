/**
 * npm run test:soak:values [-- --runs n --seed n]: random values arrive as structuredClone makes them.
 */

import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { message } from '../codec/arbitrary.js';
import { difference } from '../codec/same.js';
import { travel } from '../codec/travellers.js';

const BLOCK = 20_000;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const runs = Number(options.runs);
const seed = Number(options.seed);
const begun = performance.now();

for (let done = 0; done < runs; done += BLOCK) {
  fc.assert(
    fc.property(message, (values) => {
      const found = difference(values, [...travel(...values)]);
      if (found !== undefined) {
        throw new Error(found);
      }
    }),
    { numRuns: Math.min(BLOCK, runs - done), seed: seed + done, includeErrorInReport: true },
  );
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`${Math.min(done + BLOCK, runs)} of ${runs} values, seed ${seed}: as structuredClone (${seconds} s)`);
}
