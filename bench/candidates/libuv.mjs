import { pbkdf2, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';
import { amountFor } from '../workload/calibrate.mjs';

const derive = promisify(pbkdf2);

/**
 * Jobs on the threads of libuv, which Node's own native work shares.
 *
 * @param {number} milliseconds how long each takes
 * @returns {Promise<import('../rows/stat.mjs').Jobs>}
 */
export async function openJobs(milliseconds) {
  const iterations = amountFor(
    milliseconds,
    1000,
    (amount) => () => pbkdf2Sync('password', 'salt', amount, 32, 'sha256'),
  );
  let tasks = 0;
  return {
    digest: pbkdf2Sync('password', 'salt', iterations, 32, 'sha256'),
    run: () => derive('password', 'salt', iterations, 32, 'sha256'),
    see() {
      tasks += 1;
    },
    // Node does not tell which of libuv's threads ran a job.
    proof: () => ({ tasks }),
  };
}
