import test from 'ava';
import { native } from '#nogil/binding/native.js';
import { nodesWithFaults, runFault } from '../faulty-addon.js';

test('the addon that users get has no faults to ask for', (t) => {
  t.false('submitFault' in native);
});

for (const node of nodesWithFaults) {
  const title = (fault: number, behaviour: string): string => `fault ${fault}: Node ${node.major}: ${behaviour}`;

  /** Each scenario, and the exit code that it must end with. */
  const endings: [title: string, scenario: string, code: number][] = [
    // Fails when the monitor does not answer (`Post::look` leaves out `deliver`), when it does not replace the thread
    // (`Post::replace` leaves out `pool.replace`), and when the thread does not end (`Worker::work` ignores `End::Lost`).
    [title(11, 'a native task that is deaf to its time limit loses its thread, which is replaced'), 'deaf-tasks', 0],
    // As above, for a task that never sleeps.
    [title(11, 'a native task that computes beyond its time limit loses its thread'), 'overrun-tasks', 0],
    // Fails when both sides answer (`Worker::run` replies whatever `Post::end` says): the second answer meets no Future.
    [title(11, 'a task that ends late is answered for once, and keeps its thread'), 'deaf-task-in-time', 0],
    // Fails when the end of an isolate (`Environment::end`) waits until no thread is lost.
    [title(11, 'a program ends although native threads are lost'), 'end-with-deaf-tasks', 0],
    // Fails when a listener of 'exit' waits until no thread is lost.
    [title(11, 'process.exit() does not wait for deaf native tasks'), 'exit-with-deaf-tasks', 7],
    // Fails when the limit counts from the submit (`Post::begin` given the moment of `NativePool::submit`).
    [title(11, 'the time in the queue is no run time'), 'time-in-the-queue', 0],
    // Fails when `Job::run` does not catch: the threads die one by one.
    [title(12, 'a native task that panics, also in a drop, fails, and its thread goes on'), 'panics', 0],
  ];

  for (const [title, scenario, expected] of endings) {
    test.serial(title, async (t) => {
      const { code, signal, stderr } = await runFault(node, scenario);
      t.is(signal, null, stderr);
      t.is(code, expected, stderr);
    });
  }

  // Documents what Rust does: there is no unwinding within unwinding.
  test.serial(title(12, 'a panic in a drop while a panic unwinds aborts the process'), async (t) => {
    const { code, signal } = await runFault(node, 'panic-in-drop-of-a-panic');
    t.not(code, 0);
    t.is(signal, process.platform === 'win32' ? null : 'SIGABRT');
  });

  // Fails when `stack_guard::guarded` installs no handler, or gives it no stack of its own: the process then ends by
  // SIGSEGV, without a word.
  test.serial(title(13, 'a native task that overflows its stack ends the process, which says so'), async (t) => {
    const { code, signal, stderr } = await runFault(node, 'stack-overflow');
    t.not(code, 0);
    if (process.platform === 'linux') {
      t.regex(stderr, /a thread of nogil's native pool has overflowed its stack/);
      t.is(signal, 'SIGABRT');
    }
  });
}
