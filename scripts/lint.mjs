// npm run lint: every check that needs no test to run. All of them run, even after one has failed; what a check says
// is shown only when it failed; the exit code says whether all passed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError, packageScript, projectFolder, run } from './command.mjs';
import { prepare } from './setup/prepare.mjs';
import { actionlint } from './tools/actionlint.mjs';
import { pythonTool } from './tools/python-tool.mjs';

const WORKFLOWS = '.github/workflows';
const CLIPPY_TARGETS = ['--lib', '--bins', '--tests', '--examples'];

/** A command of one of the packages in node_modules. */
const nodeTool = (packageName, commandName, args) =>
  run(process.execPath, [packageScript(packageName, commandName), ...args]);

const succeeded = { code: 0, output: '' };

/** Where a tool cannot be had on this machine the check is left out, visibly; what the tool finds still counts. */
function ifInstallable(install, use) {
  let program;
  try {
    program = install();
  } catch (error) {
    if (error instanceof PlainError) {
      return { ...succeeded, skipped: error.message.trim().split('\n').at(-1) };
    }
    throw error;
  }
  return use(program);
}

const workflowFiles = () =>
  readdirSync(join(projectFolder, WORKFLOWS))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${WORKFLOWS}/${name}`);

const CHECKS = {
  // Also makes what the checks of the package and of the tests' types look at.
  build: () => {
    prepare('app');
    return succeeded;
  },
  'cargo fmt': () => run('cargo', ['fmt', '--check']),
  // Not --all-targets: that compiles the binding as a test too, where nothing is exported and all of it seems unused.
  clippy: () => run('cargo', ['clippy', '--quiet', '--workspace', ...CLIPPY_TARGETS, '--', '-D', 'warnings']),
  // What only the tests' builds of the addon have.
  'clippy of faults': () => {
    const features = ['--features', 'fault-injection,open-gate'];
    return run('cargo', ['clippy', '--quiet', '-p', 'nogil-binding', ...features, '--', '-D', 'warnings']);
  },
  'types of src': () => nodeTool('typescript', 'tsc', ['-p', 'tsconfig.json', '--noEmit']),
  'types of the tests': () => nodeTool('typescript', 'tsc', ['-p', '__test__/tsconfig.json', '--noEmit']),
  biome: () => nodeTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '.']),
  typos: () => run(pythonTool('typos'), []),
  publint: () => nodeTool('publint', 'publint', ['--strict']),
  'types of the package': () => nodeTool('@arethetypeswrong/cli', 'attw', ['--pack', '.', '--profile', 'node16']),
  actionlint: () => ifInstallable(actionlint, (program) => run(program, workflowFiles())),
  zizmor: () =>
    ifInstallable(
      () => pythonTool('zizmor'),
      (program) => run(program, ['--offline', '--no-progress', '--quiet', WORKFLOWS]),
    ),
};

/** Runs one check and prints how it ended; a check that throws has failed like any other. */
function isPassed(title, check) {
  const start = performance.now();
  let result;
  try {
    result = check();
  } catch (error) {
    result = { code: 1, output: error instanceof PlainError ? error.message : error.stack };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (result.skipped !== undefined) {
    console.log(`- ${title}: skipped, ${result.skipped}`);
    return true;
  }
  if (result.code === 0) {
    console.log(`✔ ${title} (${seconds} s)`);
    return true;
  }
  console.log(`✘ ${title} (${seconds} s)\n${result.output.trimEnd()}\n`);
  return false;
}

const failures = Object.entries(CHECKS).filter(([title, check]) => !isPassed(title, check));
if (failures.length > 0) {
  console.log(`lint failed: ${failures.map(([title]) => title).join(', ')}`);
  process.exitCode = 1;
}
