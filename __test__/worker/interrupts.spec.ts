import test from 'ava';
import { type Ended, fixture, run } from '../child.js';
import { type NodeBinary, nodes } from '../nodes.js';

/** Runs a program to its end; if it has none, it is killed. `signal` is sent when it is ready. */
function runToEnd(node: NodeBinary, args: string[], signal?: NodeJS.Signals): Promise<Ended> {
  return run(node.path, args, (child) => {
    child.stdout?.once('data', () => {
      if (signal !== undefined) {
        child.kill(signal);
      }
    });
  });
}

/** Programs of fixtures/sleepers.ts with the exit code that they must end with. */
type Endings = [title: string, program: string, code: number][];

/** Each of these fails when `Interrupts::interrupt_all` does nothing. */
const byInterrupt: Endings = [
  ['process.exit() does not wait for workers that sleep', 'exit', 7],
  ['process.exit() does not wait for twenty workers that sleep', 'exit-over-twenty', 7],
  ['process.exit() does not wait for workers that sleep for ever', 'exit-over-endless', 7],
  [
    'process.exit() does not wait for sleeping workers although a listener throws',
    'exit-with-a-listener-that-throws',
    7,
  ],
  ['a program ends although idle workers sleep', 'end-of-main', 0],
  ['an uncaught error ends a program whose workers sleep', 'uncaught-error', 1],
  ['an unhandled rejection ends a program whose workers sleep', 'unhandled-rejection', 1],
  // Fails too when an interrupted wait in the main thread goes on, as it does in other threads.
  ['an exit listener that sleeps for ever does not hold up the exit', 'exit-listener-on-main', 7],
];

/** Nobody tells these threads that they are to end: each of these fails when a wait is one slice. */
const bySlices: Endings = [
  ['a user worker that sleeps can be terminated', 'terminate-user-worker', 0],
  ['a user worker that has slept much can be terminated', 'terminate-user-worker-that-slept-much', 0],
  ['the owner of a pool whose workers sleep can be terminated', 'terminate-owner-of-sleepers', 0],
  ['process.exit() in the owner of a pool whose workers sleep ends it', 'owner-of-sleepers-exits', 0],
];

/** These threads are interrupted, and wait in short slices: each of these fails only when there is neither. */
const byBoth: Endings = [
  ['process.exit() does not wait for sleeping workers of a pool of a worker', 'exit-over-nested-pool', 7],
  ['process.exit() does not wait for sleeping workers of a user worker', 'exit-over-workers-of-a-user-worker', 7],
];

for (const node of nodes) {
  for (const [title, program, expected] of [...byInterrupt, ...bySlices, ...byBoth]) {
    test.serial(`fault 48: Node ${node.major}: ${title}`, async (t) => {
      const { code, signal, stderr } = await runToEnd(node, [fixture('sleepers.js'), program]);
      t.is(signal, null, stderr);
      t.is(code, expected, stderr);
    });
  }

  // Fails when an interrupted sleep in a worker returns.
  test.serial(`fault 48: Node ${node.major}: no code runs in a worker after a sleep that the exit ended`, async (t) => {
    const { code, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'exit-over-finally']);
    t.is(code, 7, stderr);
    t.is(stderr, '');
  });

  // Fails when a wait is one slice.
  test.serial(`fault 48: Node ${node.major}: a process ends whose main thread has not loaded the addon`, async (t) => {
    const { code, signal, stderr } = await runToEnd(node, [fixture('sleepers-only-in-workers.js')]);
    t.is(signal, null, stderr);
    t.is(code, 7, stderr);
  });

  // Fails when `Interrupts::interrupt_all` does nothing.
  test.serial(`fault 48: Node ${node.major}: a listener of SIGINT exits while workers sleep`, async (t) => {
    const { code, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'exit-in-sigint-listener'], 'SIGINT');
    t.is(code, 7, stderr);
  });

  test.serial(`Node ${node.major}: SIGINT ends a program whose workers sleep`, async (t) => {
    const { signal, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'await-sigint'], 'SIGINT');
    t.is(signal, 'SIGINT', stderr);
  });

  test.serial(`Node ${node.major}: SIGINT ends a program whose main thread sleeps`, async (t) => {
    const { signal, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'await-sigint-on-main'], 'SIGINT');
    t.is(signal, 'SIGINT', stderr);
  });

  test.serial(`Node ${node.major}: shutdown waits for tasks that sleep`, async (t) => {
    const { code, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'end-of-main-after-shutdown']);
    t.is(code, 0, stderr);
  });

  test.serial(`Node ${node.major}: a worker that exits leaves a sleeping one alone`, async (t) => {
    const { code, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'exit-while-a-task-exits']);
    t.is(code, 7, stderr);
  });

  // Fails when the native side does not tell of deaths.
  test.serial(`Node ${node.major}: workers that die while the main thread sleeps are replaced`, async (t) => {
    const { code, signal, stderr } = await runToEnd(node, [fixture('sleepers.js'), 'dead-workers-are-replaced']);
    t.is(signal, null, stderr);
    t.is(code, 0, stderr);
  });
}
