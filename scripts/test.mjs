// node scripts/test.mjs [--only=cargo|--only=ava] [arguments for ava]
// Runs the Rust tests, then ava; shows what they print; the last line is the true sum: `N passed, N failed`.
// Green means more than that no test failed: each runner has to end properly, to have run tests, and to have left
// none out.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { packageScript, projectFolder } from './command.mjs';
import { AvaCounts, CargoCounts } from './test-counts.mjs';

const onlyOption = '--only=';
const given = process.argv.slice(2);
const only = given.find((argument) => argument.startsWith(onlyOption))?.slice(onlyOption.length);
const avaArguments = given.filter((argument) => !argument.startsWith(onlyOption));

/** What may go wrong, by number: tests of it are titled `fault N: ...`. */
const FAULTS = 82;

const RUNNERS = {
  cargo: {
    command: 'cargo',
    // All test programs run even after one has failed: the sums should be those of the whole suite.
    arguments: () => ['test', '--workspace', '--no-fail-fast'],
    counts: new CargoCounts(),
  },
  ava: {
    command: process.execPath,
    // Looked up only when it is needed: the Rust tests alone need no node_modules.
    arguments: () => [packageScript('ava'), ...avaArguments],
    counts: new AvaCounts(),
  },
};

/** Shows the program's report line by line while it is counted; resolves with what went wrong, if anything did. */
async function runTests(name, runner) {
  console.log(`\n${name} tests`);
  const stdio = ['ignore', 'pipe', 'inherit'];
  const child = spawn(runner.command, runner.arguments(), { cwd: projectFolder, stdio });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    runner.counts.read(line);
  }
  const { passed, failed, skipped, isComplete } = runner.counts;
  const end = await ended;
  if (end !== 0 && failed === 0) {
    return `${name} ended with ${end} although no test failed: it crashed, or did not compile`;
  }
  if (!isComplete) {
    return `${name} ended before its report was complete`;
  }
  if (passed + failed === 0) {
    return `${name} ran no tests at all`;
  }
  if (skipped > 0) {
    return `${name} skipped ${skipped} tests: every test has to run`;
  }
  return undefined;
}

const names = Object.keys(RUNNERS).filter((name) => only === undefined || only === name);
if (names.length === 0) {
  console.error(`--only takes one of: ${Object.keys(RUNNERS).join(', ')}`);
  process.exit(2);
}

const problems = new Map();
for (const name of names) {
  const problem = await runTests(name, RUNNERS[name]);
  if (problem !== undefined) {
    problems.set(name, problem);
  }
}

let allPassed = 0;
let allFailed = 0;
console.log('');
for (const name of names) {
  const { passed } = RUNNERS[name].counts;
  // A runner that did not do its work is a failure too, also where no single test can be blamed for it.
  const failed = Math.max(RUNNERS[name].counts.failed, problems.has(name) ? 1 : 0);
  console.log(`${name}: ${passed} passed, ${failed} failed`);
  allPassed += passed;
  allFailed += failed;
}
if (names.includes('ava') && avaArguments.length === 0) {
  console.log(`faults: ${RUNNERS.ava.counts.faults.size} of ${FAULTS}`);
}
for (const problem of problems.values()) {
  console.log(problem);
}
console.log(`${allPassed} passed, ${allFailed} failed`);
process.exitCode = allFailed === 0 ? 0 : 1;
