// npm run bench:locks [-- --node 24 --rounds 7 --json FILE]
// Locks, queues and threads beside what Node has: nanoseconds, each round in a fresh process, both sides in turns, and medians
// of the rounds' ratios. Every result is checked.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rows } from './locks/rows.mjs';
import { findNode } from './node-binary.mjs';
import { quietMoment } from './quiet.mjs';
import { median } from './statistics.mjs';

const MEASURE = fileURLToPath(new URL('locks/measure.mjs', import.meta.url));
/** Milliseconds. */
const TIMEOUT = 300_000;

async function round(execPath) {
  const child = fork(MEASURE, [], { execPath, timeout: TIMEOUT, killSignal: 'SIGKILL' });
  const [measured] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code, signal]) => {
      throw new Error(`a round ended with ${signal ?? `code ${code}`}`);
    }),
  ]);
  return measured;
}

function print(rounds) {
  const figure = (value) => (value < 100 ? value.toFixed(2) : value.toFixed(0)).padStart(10);
  console.log(
    `${''.padEnd(50)} ${['ours, ns', 'theirs, ns', 'ratio', 'least', 'most'].map((head) => head.padStart(10)).join(' ')}`,
  );
  let missed = 0;
  for (const { title, ours, theirs, than, most, least } of rows) {
    const ratioOf = (measured) =>
      theirs === undefined
        ? measured[ours]
        : least === undefined
          ? measured[ours] / measured[theirs]
          : measured[theirs] / measured[ours];
    const ratios = rounds.map(ratioOf);
    const ratio = median(ratios);
    const isMet = least === undefined ? ratio <= most : ratio >= least;
    missed += isMet ? 0 : 1;
    const values = [
      median(rounds.map((measured) => measured[ours])),
      theirs === undefined ? Number.NaN : median(rounds.map((measured) => measured[theirs])),
      ratio,
      Math.min(...ratios),
      Math.max(...ratios),
    ];
    const target = least === undefined ? `at most ${most}` : `at least ${least}`;
    console.log(
      `${title.padEnd(50)} ${values.map(figure).join(' ')}   ${than ?? ''}: ${target}${isMet ? '' : ' MISSED'}`,
    );
  }
  return missed;
}

const { values } = parseArgs({
  options: { node: { type: 'string' }, rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
});
const node = values.node === undefined ? process.execPath : findNode(values.node);
console.log(
  `load average before: ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')}`,
);
const rounds = [];
for (let index = 0; index < Number(values.rounds); index += 1) {
  await quietMoment(5);
  rounds.push(await round(node));
}
console.log(`Node ${node}, ${rounds.length} rounds`);
const missed = print(rounds);
console.log(
  `${rows.length - missed} of ${rows.length} as wanted; load average after: ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')}`,
);
if (values.json !== undefined) {
  writeFileSync(values.json, JSON.stringify(rounds, null, 2));
}
