import { spawnSync } from 'node:child_process';
import test from 'ava';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

const own = nodes.slice(0, 1);
/** The cores of a process are chosen by a command of Linux, which small systems do without. */
const chosen =
  process.platform === 'linux' && spawnSync('taskset', ['-p', String(process.pid)]).status === 0 ? own : [];

for (const { path } of chosen) {
  // Fails when `checkPoolOptions` asks for `os.cpus().length`.
  test('fault 59: a process that may use one core has one worker', async (t) => {
    const { code, stderr } = await run('taskset', ['-c', firstCore(), path, fixture('cores.js'), 'one-core']);
    t.is(code, 0, stderr);
  });

  // Fails when `checkPoolOptions` asks once for all.
  test('fault 59: when cores are taken away, pools go on, and new ones are smaller', async (t) => {
    const { code, stderr } = await run(path, [fixture('cores.js'), 'fewer-cores-later']);
    t.is(code, 0, stderr);
  });
}

for (const { path } of own) {
  // Fails when the constructor starts the workers, or `startIfNeeded` does not count those that there are.
  test('fault 59: with 512 cores no more workers are started than there are tasks', async (t) => {
    const { code, stderr } = await run(path, [fixture('cores.js'), 'many-cores']);
    t.is(code, 0, stderr);
  });
}

function firstCore(): string {
  const { stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  return /: (\d+)/.exec(stdout)?.[1] ?? '0';
}
