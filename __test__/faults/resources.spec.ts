import test from 'ava';
import { fixture, run } from '../child.js';
import { isGlibc, nodes } from '../nodes.js';

/** What a process may have is limited by a command of Linux, which small systems do without. */
const limited = process.platform === 'linux' && isGlibc() ? nodes : [];

/** Scenarios of fixtures/resources.ts: threads are Node's affair as well. */
const threads: [behaviour: string, scenario: string][] = [
  // Fails when the pool is kept although it has no thread (`NativePool::start` taking any answer of `fill`).
  ['without memory for a native thread the call fails, and the next one tries again', 'no-native-thread'],
  // Fails when `NativePool::shared` does not call `fill` again.
  ['a native pool that got fewer threads than cores works, and grows later', 'one-native-thread'],
  // Fails when `WorkerThreads` does not catch what `new Worker` throws.
  ['a pool whose worker thread cannot start says why, and the next pool works', 'no-worker-thread'],
];

/** The others are about memory of ours, whatever the Node. */
const memory: [behaviour: string, scenario: string][] = [
  // Fails when the copy is made without asking (`to_vec` in `kernels.rs`): the process is aborted.
  ['without memory for the copy of its bytes a hash fails at the call', 'no-memory-for-a-copy'],
  // Fails when `submit` opens a Future before the arguments are written: the program never ends.
  ['without memory for its arguments a submit fails at the call', 'no-memory-for-an-argument'],
  // Fails when `Block::copy_of` does not ask: the process is aborted.
  ['without memory for the native copy of its arguments a task fails', 'no-memory-for-the-second-copy-of-an-argument'],
  // Fails when `Port::deliver` does not ask: the process is aborted.
  ['without memory for its result a task fails', 'no-memory-for-a-result'],
];

/**
 * What is left is less than a thread's stack, and Node's own threads may want some of it in the same moment: it aborts
 * (`std::bad_alloc`), or there is not enough for ours. What is wrong with ours is so each time.
 */
const ATTEMPTS = 5;

for (const node of limited) {
  for (const [behaviour, scenario] of node === limited[0] ? [...threads, ...memory] : threads) {
    test.serial(`fault 60: Node ${node.major}: ${behaviour}`, async (t) => {
      let ended = await run(node.path, [fixture('resources.js'), scenario]);
      for (let attempt = 2; attempt <= ATTEMPTS && ended.code !== 0; attempt += 1) {
        ended = await run(node.path, [fixture('resources.js'), scenario]);
      }
      t.is(ended.signal, null, ended.stderr);
      t.is(ended.code, 0, ended.stderr);
    });
  }
}

for (const node of nodes) {
  // Fails when `whyItEnded` does not ask for the error's code, and when `#exited` starts no other isolate.
  test.serial(
    `fault 4: Node ${node.major}: an isolate out of memory fails its task alone, and is replaced`,
    async (t) => {
      const args = ['--max-old-space-size=64', fixture('scenarios.js'), 'worker-out-of-memory'];
      const { code, signal, stderr } = await run(node.path, args);
      t.is(signal, null, stderr);
      t.is(code, 0, stderr);
    },
  );
}
