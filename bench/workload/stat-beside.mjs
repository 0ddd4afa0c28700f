import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(import.meta.url);
const every = 10;

/**
 * How long `stat` takes while native threads have plenty to do. The jobs are topped up: whenever one ends, another
 * begins, so that it does not matter for a stat when it is made. None waits for the one before it.
 *
 * @param {object} options
 * @param {import('../rows/stat.mjs').Jobs} options.jobs
 * @param {number} options.atOnce
 * @param {number} options.milliseconds
 * @returns {Promise<number[]>} in microseconds
 */
export async function statBeside({ jobs, atOnce, milliseconds }) {
  const expected = await stat(file);
  const end = performance.now() + milliseconds;

  const lines = Array.from({ length: atOnce }, async () => {
    while (performance.now() < end) {
      check(await jobs.run(), jobs);
    }
  });
  const samples = [];
  while (performance.now() < end) {
    await sleep(every);
    samples.push(timeOfStat(expected));
  }
  const times = await Promise.all(samples);
  await Promise.all(lines);
  return times;
}

/** @param {import('node:fs').Stats} expected */
async function timeOfStat(expected) {
  const start = performance.now();
  const { ino, size } = await stat(file);
  const elapsed = (performance.now() - start) * 1000;
  if (ino !== expected.ino || size !== expected.size) {
    throw new Error('wrong result: stat tells of another file');
  }
  return elapsed;
}

/**
 * @param {Uint8Array} digest
 * @param {import('../rows/stat.mjs').Jobs} jobs
 */
function check(digest, jobs) {
  if (Buffer.compare(digest, jobs.digest) !== 0) {
    throw new Error(`wrong result: a native job gave ${Buffer.from(digest).toString('hex')}`);
  }
  jobs.see();
}
