import test from 'ava';
import { fixture, run } from '../../child.js';
import { nodes } from '../../nodes.js';

const modules = '--experimental-vm-modules';
const quiet = '--no-warnings';

/** Each scenario of fixtures/inspection-unseen.ts. */
const scenarios: [behaviour: string, scenario: string, ...flags: string[]][] = [
  ['the program sees nothing of a read', 'nothing-is-left'],
  ['what was read is collected', 'functions-are-collected'],
  ['what could not be read is collected', 'what-failed-is-collected'],
  ['the store of the task that read first is collected', 'the-store-of-the-first-task-is-collected'],
  ['a connection that nobody holds is closed', 'a-connection-that-is-let-go-is-closed'],
  ['the library reads in a context without `process`', 'in-a-context-without-process', modules],
  ['the library reads in a program that has deleted `process`', 'without-a-global-process'],
  ["the program's own session keeps its debugger", 'a-session-of-the-program-keeps-its-debugger'],
  ["the program's own session keeps its objects", 'a-session-of-the-program-keeps-its-objects'],
  ["the program's own session meets no pause", 'a-pause-of-the-program-is-not-met'],
  ['the debugger is not asked where a function of the caller is', 'the-debugger-is-not-asked'],
  ['the debugger is off after a read', 'the-debugger-is-off'],
  ['under --inspect, the program ends', 'reads-once', '--inspect=0'],
  ['intrinsics may be frozen', 'reads-once', '--frozen-intrinsics'],
  ['code may not be made of texts', 'reads-once', '--disallow-code-generation-from-strings'],
  ['the program ends', 'reads-once'],
  ['a thread ends', 'a-thread-ends'],
  ['a thread that reads may be terminated', 'a-thread-is-terminated'],
  ['nothing is read without an inspector', 'without-an-inspector'],
  ['without an inspector, a variable is told from a name that is no global', 'a-name-without-an-inspector'],
  ['nothing is read when the inspector answers later', 'an-inspector-that-answers-later'],
  ['a stack that is used up does not end reading', 'a-stack-that-is-used-up'],
];

for (const node of nodes) {
  for (const [behaviour, scenario, ...flags] of scenarios) {
    test.serial(`Node ${node.major}: ${behaviour}`, async (t) => {
      const program = [fixture('inspection-unseen.js'), scenario];
      const { code, signal, stdout, stderr } = await run(node.path, ['--expose-gc', quiet, ...flags, ...program]);
      t.deepEqual([code, signal, stdout], [0, null, ''], stderr);
      t.notRegex(stderr, /Waiting for the debugger|Error/);
    });
  }

  test.serial(`Node ${node.major}: nothing is read where the inspector is denied`, async (t) => {
    const permission = node.major < 22 ? '--experimental-permission' : '--permission';
    const flags = [permission, '--allow-fs-read=*', '--expose-gc', quiet];
    const { code, stderr } = await run(node.path, [...flags, fixture('inspection-unseen.js'), 'denied']);
    t.is(code, 0, stderr);
  });
}
