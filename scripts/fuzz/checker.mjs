import { setTimeout as after } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { checkProgram } from './check.mjs';

/** Milliseconds. A program takes a few; one that takes this long never ends. */
const HANGS = 60_000;

/** A pool to check programs in, of one worker: that one is asked what ran in it. */
export async function startChecker(poolModule) {
  const { ThreadPoolExecutor, tasks } = await import(poolModule ? pathToFileURL(poolModule).href : 'nogil');
  const pool = new ThreadPoolExecutor(1);
  const flags = tasks(() => import('./flags.mjs'));
  const takeRan = () => pool.submit(flags.takeRan);
  return {
    async check(program, itself) {
      const checked = checkProgram(program, pool, takeRan, itself).catch((error) => ({
        failures: [
          { kind: 'wrong', detail: `the program failed as a whole: ${String(error?.stack ?? error).slice(0, 600)}` },
        ],
        refusals: [],
        submitted: 0,
      }));
      const result = await Promise.race([checked, after(HANGS, undefined, { ref: false })]);
      if (result === undefined) {
        process.exit(3);
      }
      return result;
    },
    end: () => pool.shutdown(),
  };
}
