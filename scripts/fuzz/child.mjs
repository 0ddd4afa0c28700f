// node child.mjs <batch.json>: checks the programs of a batch, one after another, in one process and one pool.
// The batch was written before this process began, as the files of a real program are.
import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { checkProgram } from './check.mjs';

/** Milliseconds. A program takes a few; one that takes this long never ends. */
const HANGS = 60_000;

const { programs, poolModule } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { ThreadPoolExecutor, tasks } = await import(poolModule ? pathToFileURL(poolModule).href : 'nogil');
const pool = new ThreadPoolExecutor(1);
const flags = tasks(() => import('./flags.mjs'));
const takeRan = () => pool.submit(flags.takeRan);

for (const program of programs) {
  process.send({ begun: program.number });
  const checked = checkProgram(program, pool, takeRan).catch((error) => ({
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
  process.send({ number: program.number, ...result });
}
await pool.shutdown();
process.disconnect();
