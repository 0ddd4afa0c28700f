import test from 'ava';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

/** Each scenario of fixtures/scenarios.ts, and the exit code that it must end with. */
const endings: [title: string, scenario: string, code: number][] = [
  ['process.exit() does not wait for idle workers', 'exit-while-idle', 7],
  ['process.exit() does not wait although a listener throws', 'exit-with-a-listener-that-throws', 7],
  ['process.exit() does not wait for workers that start', 'exit-while-starting', 7],
  ['process.exit() does not wait for workers in a loop', 'exit-while-busy', 7],
  ['process.exit() does not wait for workers that wait in their event loop', 'exit-while-in-event-loop', 7],
  ['process.exit() does not wait for a worker in Atomics.wait', 'exit-while-in-atomics-wait', 7],
  ['process.exit() does not wait for native tasks', 'exit-while-native', 7],
  ['a program ends although its pool was not shut down', 'end-of-main', 0],
  ['a program ends although its pool was never used', 'end-of-main-at-once', 0],
  ['a program stays alive while tasks are pending', 'end-of-main-with-work', 0],
  ['an uncaught error ends a program with idle workers', 'uncaught-error', 1],
  ['process.exit() in a task fails the task and leaves the program alone', 'worker-exits', 0],
  ['an error thrown after a task ends its worker, which is replaced', 'worker-throws-late', 0],
  ['an unhandled rejection ends its worker, which is replaced', 'worker-rejects-unhandled', 0],
  ['tasks that are queued when all workers die run on their successors', 'both-workers-die-with-a-queue', 0],
  ['shutdown waits for tasks that run and tasks that are queued', 'shutdown-while-busy', 0],
  ['a user worker with an idle pool can be terminated', 'terminate-idle-user-worker', 0],
  ['a user worker with a busy pool can be terminated', 'terminate-busy-user-worker', 0],
  ['a user worker can be terminated while native tasks read its memory', 'terminate-during-hash', 0],
  ['process.exit() does not wait for the pool of a user worker', 'exit-over-user-worker', 7],
  ['twenty workers with pools are loaded and terminated at once', 'twenty-workers-load-and-terminate', 0],
  ['twenty workers are terminated while they load', 'twenty-workers-terminate-while-loading', 0],
];

for (const node of nodes) {
  for (const [title, scenario, expected] of endings) {
    test.serial(`Node ${node.major}: ${title}`, async (t) => {
      const { code, signal, stderr } = await run(node.path, [fixture('scenarios.js'), scenario]);
      t.is(signal, null, stderr);
      t.is(code, expected, stderr);
    });
  }

  test.serial(`Node ${node.major}: the threads of a pool that was forgotten end`, async (t) => {
    const { code, signal, stderr } = await run(node.path, ['--expose-gc', fixture('scenarios.js'), 'forgotten-pools']);
    t.is(signal, null, stderr);
    t.is(code, 0, stderr);
  });

  test.serial(`Node ${node.major}: SIGINT ends a program with busy workers`, async (t) => {
    const { signal, stderr } = await run(node.path, [fixture('scenarios.js'), 'await-sigint'], (child) => {
      child.stdout?.once('data', () => child.kill('SIGINT'));
    });
    t.is(signal, 'SIGINT', stderr);
  });

  test.serial(
    `Node ${node.major}: a CommonJS program requires the package and names a module relative to itself`,
    async (t) => {
      const { code, stdout, stderr } = await run(node.path, [fixture('caller.cjs')]);
      t.is(stdout, '3\n', stderr);
      t.is(code, 0);
    },
  );
}

// Node 20 has no permission for addons.
for (const node of nodes.filter(({ major }) => major >= 22)) {
  test.serial(`Node ${node.major}: a pool breaks where threads are not allowed`, async (t) => {
    const permission = node.major >= 24 ? '--permission' : '--experimental-permission';
    const args = [
      permission,
      '--allow-fs-read=*',
      '--allow-addons',
      fixture('scenarios.js'),
      'threads-are-not-allowed',
    ];
    const { code, signal, stderr } = await run(node.path, args);
    t.is(signal, null, stderr);
    t.is(code, 0, stderr);
  });
}
