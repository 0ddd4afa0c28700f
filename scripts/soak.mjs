// npm run test:soak: a thousand pools are made, used and shut down, one after another. No thread may be left, and after
// the last hundred the process may hold at most 5 % more memory than after the fifth hundred. Bare worker threads are
// shown beside: what Node itself keeps of a thread is not ours. `-- --node 24` runs it on another Node.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainError, projectFolder, run } from './command.mjs';
import { prepare } from './setup/prepare.mjs';

const MOST_GROWTH = 1.05;

function nodeBinary(version) {
  const own = process.versions.node.split('.', 1)[0];
  return version === undefined || version === own
    ? process.execPath
    : join(projectFolder, `__test__/nodes/node_modules/node-${version}/bin/node`);
}

/** Runs the thousand, and gives what the program printed: one entry for each hundred. */
function measure(node, kind) {
  const program = join(projectFolder, 'build/__test__/soak/thousand.js');
  const { code, stdout, output } = run(node, ['--expose-gc', program, kind], { timeout: 1_800_000 });
  if (code !== 0) {
    throw new PlainError(`${kind}: ended with ${code}\n${output}`);
  }
  return JSON.parse(stdout);
}

try {
  const { values } = parseArgs({ options: { node: { type: 'string' } } });
  prepare('test');
  const node = nodeBinary(values.node);
  const columns = { pools: measure(node, 'pools'), 'bare workers': measure(node, 'workers') };
  console.log(run(node, ['--version']).stdout.trim());
  for (const [kind, hundreds] of Object.entries(columns)) {
    const memory = hundreds.map(({ rss }) => (rss / 2 ** 20).toFixed(1));
    console.log(
      `${kind}: MiB after each hundred ${memory.join(' ')}; threads ${hundreds.map(({ threads }) => threads).join(' ')}`,
    );
  }
  const { pools } = columns;
  const growth = pools.at(-1).rss / pools[4].rss;
  const threadsLeft = pools.at(-1).threads - pools[0].threads;
  console.log(
    `pools: ${growth.toFixed(3)} times the memory of the fifth hundred; ${threadsLeft} threads more than after the first`,
  );
  if (growth > MOST_GROWTH || threadsLeft > 0) {
    throw new PlainError('the pools leave something behind');
  }
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
