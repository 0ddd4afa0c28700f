/**
 * npm run fuzz:decoder [-- --inputs n --seed n]: corrupt messages are read. A value, a DecodeError or NeedsFunctions comes of
 * each, in bounded memory.
 */

import { parseArgs } from 'node:util';
import { Corrupter, FIXED_BYTES, MULTIPLE, read } from '../codec/corrupt.js';

const STEP = 500_000;
/** None takes a hundredth of it, but where many programs share few cores. */
const HANGS = 10_000;

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const inputs = Number(options.inputs);
const seed = Number(options.seed);
const corrupter = new Corrupter(seed);
const counts = { value: 0, DecodeError: 0, NeedsFunctions: 0 };
let worst = 0;
let slowest = 0;

for (let number = 1; number <= inputs; number++) {
  const area = corrupter.next();
  const begun = performance.now();
  try {
    const { kind, multiple } = read(area, number % 5);
    counts[kind] += 1;
    if (multiple > worst) {
      worst = multiple;
      console.log(`input ${number}: ${multiple.toFixed(1)} times its ${area.bytes.length} bytes`);
    }
    if (multiple > MULTIPLE) {
      throw new Error(`more than ${MULTIPLE} times the bytes, and ${FIXED_BYTES}`);
    }
  } catch (error) {
    console.error(`seed ${seed}, input ${number}, read in way ${number % 5}:`, error);
    console.error(area.buffer.toString('hex'));
    process.exit(1);
  }
  slowest = Math.max(slowest, performance.now() - begun);
  if (slowest > HANGS) {
    throw new Error(`input ${number} of seed ${seed} takes ${slowest} ms`);
  }
  if (number % STEP === 0 || number === inputs) {
    const { rss } = process.memoryUsage();
    console.log(
      `${number} of ${inputs} inputs, seed ${seed}: ${counts.value} values, ${counts.DecodeError} DecodeErrors, ` +
        `${counts.NeedsFunctions} NeedsFunctions; at most ${worst.toFixed(1)} times the bytes (beyond ${FIXED_BYTES}), ` +
        `${slowest.toFixed(0)} ms; the process has ${(rss / 2 ** 20).toFixed(0)} MiB`,
    );
  }
}
