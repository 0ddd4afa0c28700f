/**
 * @typedef {object} Options
 * @property {any} pool
 * @property {import('../tasks.mjs').Task<any, any>} task
 * @property {number} atOnce how many tasks are submitted before the first is awaited
 * @property {number} milliseconds how long to go on; one batch at least
 * @property {{ see(thread: number): void }} witness
 */

/**
 * Batches through Promise.all, one after the other. The clock stands still while inputs are made and results checked;
 * the CPU time does not, because a pool could do its work in those pauses: it is that of the whole process.
 *
 * @param {Options} options
 * @returns {Promise<{ tasksPerSecond: number, cpuPerTask: number }>} the CPU in microseconds
 */
export async function inFlight({ pool, task, atOnce, milliseconds, witness }) {
  const cpuBefore = process.cpuUsage();
  let elapsed = 0;
  let done = 0;
  do {
    const inputs = Array.from({ length: atOnce }, (_, index) => task.input(done + index));
    const pending = new Array(atOnce);

    const start = performance.now();
    for (let index = 0; index < atOnce; index += 1) {
      pending[index] = task.submit(pool, inputs[index]);
    }
    const results = await Promise.all(pending);
    elapsed += performance.now() - start;

    for (let index = 0; index < atOnce; index += 1) {
      witness.see(task.check(results[index], inputs[index]));
    }
    done += atOnce;
  } while (elapsed < milliseconds);

  const { user, system } = process.cpuUsage(cpuBefore);
  return { tasksPerSecond: (done / elapsed) * 1000, cpuPerTask: (user + system) / done };
}

/**
 * @param {Omit<Options, 'milliseconds'> & { sizes: import('../sizes.mjs').Sizes }} options
 */
export async function warmInFlight({ sizes, ...options }) {
  await inFlight({ ...options, milliseconds: sizes.warmUp });
  return inFlight({ ...options, milliseconds: sizes.measure });
}
