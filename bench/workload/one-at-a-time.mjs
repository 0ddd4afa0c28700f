import { quantile } from '../statistics.mjs';
import { inFlight } from './in-flight.mjs';

/**
 * @typedef {object} Options
 * @property {any} pool
 * @property {import('../tasks.mjs').Task<any, any>} task
 * @property {{ see(thread: number): void }} witness
 */

/**
 * The time of each round trip in microseconds, the next task submitted when the last has come back.
 *
 * @param {Options & { milliseconds: number }} options
 */
async function roundTrips({ pool, task, milliseconds, witness }) {
  const samples = [];
  const end = performance.now() + milliseconds;
  do {
    const input = task.input(samples.length);
    const start = performance.now();
    const result = await task.submit(pool, input);
    samples.push((performance.now() - start) * 1000);
    witness.see(task.check(result, input));
  } while (performance.now() < end);
  return samples;
}

/**
 * @param {Options & { sizes: import('../sizes.mjs').Sizes }} options
 * @returns {Promise<{ p50: number, p90: number }>}
 */
export async function oneAtATime({ sizes, ...options }) {
  // A single task at a time could leave the second worker to start in the middle of the measurement.
  await inFlight({ ...options, atOnce: 1000, milliseconds: 0 });
  await roundTrips({ ...options, milliseconds: sizes.warmUp });
  const samples = await roundTrips({ ...options, milliseconds: sizes.measure });
  return { p50: quantile(samples, 0.5), p90: quantile(samples, 0.9) };
}
