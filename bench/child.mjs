import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const measureFile = fileURLToPath(new URL('measure.mjs', import.meta.url));

/** The longest row takes two minutes by design; the others take far less, of the slowest peer too. */
const timeout = 240_000;

/**
 * Runs one measurement in a process of its own.
 *
 * @param {object} options
 * @param {string} options.node the binary
 * @param {string} options.candidate
 * @param {string} options.row
 * @param {'full' | 'quick'} options.sizes
 * @param {string} [options.nogilPath]
 * @returns {Promise<import('./measure.mjs').Measurement>} rejects with what went wrong: a wrong result, a crash, a hang
 */
export function runMeasurement({ node, candidate, row, sizes, nogilPath }) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--expose-gc', measureFile, candidate, row, sizes], {
      env: { ...process.env, ...(nogilPath && { NOGIL_PATH: nogilPath }) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout,
      killSignal: 'SIGKILL',
    });

    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      printed = (printed + text).slice(-600);
    });

    let answer;
    child.on('message', (message) => {
      answer = message;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (answer?.measurement !== undefined && code === 0) {
        resolve(answer.measurement);
      } else if (answer?.error !== undefined) {
        reject(new Error(answer.error));
      } else if (child.killed) {
        reject(new Error(`did not finish in ${timeout / 1000} s`));
      } else {
        reject(new Error(`the process ended with ${signal ?? `code ${code}`}: ${printed.trim()}`));
      }
    });
  });
}
