// npm run mutants [-- FILE.patch ...] [--only crate|src] [--programs 600] [--seed 7]
// Plants bugs, one by one, in a copy of the repository: each is a patch whose first line says what it breaks. The copy
// is built, what should find the bug runs, and what does is printed. A bug that nothing finds says that something is
// not tested.
//
// Bugs in crate/slice are for its own tests and the fuzz. All others are for specs of __test__/futures and programs of
// the oracle; a line `# found by: wait.spec faults/running.spec oracle:pool` says which, the cheapest first. Without it,
// all of them run, and then the specs of other folders.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mustRun, PlainError, projectFolder, run } from '../command.mjs';
import { allChecks, FutureChecks } from './checks.mjs';
import { borrowAddon, copyTree } from './copy.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const WORK = join(projectFolder, 'target/mutants');
const TREE = join(WORK, 'tree');
/** Milliseconds. The first build takes minutes. */
const BUILD_TIMEOUT = 1_800_000;
const RUN_TIMEOUT = 1_200_000;

/** Builds that are made often and used for a minute: quick, and only what has changed. */
const BUILD_ENVIRONMENT = {
  ...process.env,
  CARGO_TARGET_DIR: join(WORK, 'target'),
  CARGO_INCREMENTAL: '1',
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: String(8 * availableParallelism()),
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  CARGO_PROFILE_DEV_DEBUG: '0',
};

function readPatches(given) {
  const own = () =>
    readdirSync(HERE)
      .filter((name) => name.endsWith('.patch'))
      .sort()
      .map((name) => join(HERE, name));
  const files = given.length > 0 ? given.map((file) => resolve(file)) : own();
  if (files.length === 0) {
    throw new PlainError('there are no patches');
  }
  return files.map((file) => {
    if (!existsSync(file)) {
      throw new PlainError(`there is no file ${file}`);
    }
    const text = readFileSync(file, 'utf8');
    const [first = ''] = text.split('\n');
    const [, named] = /^# found by: (.*)$/m.exec(text) ?? [];
    const touched = [...text.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)].map((match) => match[1]);
    return {
      file,
      breaks: /^(---|diff )/.test(first) ? basename(file) : first.replace(/^#\s*/, ''),
      checks: named?.trim().split(/\s+/),
      isOfSlice: touched.length > 0 && touched.every((path) => path.startsWith('crate/slice/')),
      needsRust: touched.some((path) => path.startsWith('crate/') || path.startsWith('Cargo')),
    };
  });
}

/** Applies a patch to the copy. */
function applyPatch(file) {
  // The copy lies inside a repository, which git would take for the one that is meant.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: WORK };
  // One line around a change is enough to know it again: the code goes on changing.
  mustRun('git', ['apply', '--whitespace=nowarn', '-C1', file], { cwd: TREE, env });
}

/** Who ends a build or a test wants it to end, and it says nothing of a bug: nothing more is tried. */
function mustNotBeEnded(result) {
  if (/SIGTERM|SIGKILL|code 143|^Terminated$/m.test(result.output)) {
    throw new PlainError('somebody has ended a build or a test: no more patches are tried');
  }
  return result;
}

/** @returns {string | undefined} what went wrong */
function build(purpose = 'app') {
  const start = () =>
    run(process.execPath, ['scripts/setup.mjs', purpose], {
      cwd: TREE,
      env: BUILD_ENVIRONMENT,
      timeout: BUILD_TIMEOUT,
    });
  const built = mustNotBeEnded(start());
  return built.code === 0 ? undefined : shortened(built.output);
}

/** An addon takes minutes: where only TypeScript has changed, it is that of the repository. */
function buildWith(needsRust) {
  if (needsRust) {
    return build();
  }
  borrowAddon(projectFolder, TREE);
  return build('prebuilt');
}

/** The end of what a program said, which may have said very much. */
function shortened(output) {
  const lines = output.trim().split('\n').slice(-15);
  return lines.map((line) => line.slice(0, 200)).join('\n');
}

/** The tests of the crate that fail, by name. */
function failingTests() {
  const args = ['test', '-p', 'nogil-slice', '--no-fail-fast'];
  const start = () => run('cargo', args, { cwd: TREE, env: BUILD_ENVIRONMENT, timeout: RUN_TIMEOUT });
  const { code, output } = mustNotBeEnded(start());
  const failed = [...output.matchAll(/^test (.*) \.\.\. FAILED$/gm)].map((match) => match[1]);
  return new Set(code === 0 || failed.length > 0 ? failed : ['the tests do not run']);
}

/** What the fuzz finds, each failure by what tells it from others. */
function fuzzFailures({ programs, seed }) {
  const json = join(WORK, 'fuzz.json');
  rmSync(json, { force: true });
  const args = ['scripts/fuzz/run.mjs', '--programs', programs, '--seed', seed, '--smaller', '0', '--json', json];
  const { output } = run(process.execPath, args, { cwd: TREE, timeout: RUN_TIMEOUT });
  if (!existsSync(json)) {
    return new Set([`the fuzz does not run: ${output.slice(-300)}`]);
  }
  const failures = JSON.parse(readFileSync(json, 'utf8'));
  return new Set(failures.map(({ number, failure: { kind, id, code } }) => `${kind} ${number} ${id} ${code}`));
}

/** What is there now, and was not before. */
function news(found, before) {
  return [...found].filter((item) => !before.has(item));
}

/** Makes the copy anew, with the patch, and builds it. Says whether that has worked. */
function plant({ file, breaks, needsRust }) {
  copyTree(projectFolder, TREE);
  applyPatch(file);
  const problem = buildWith(needsRust);
  if (problem !== undefined) {
    console.log(`✘ does not compile: ${basename(file)}: ${breaks}\n${problem}`);
  }
  return problem === undefined;
}

function report({ file, breaks }, finders) {
  const isFound = finders.length > 0;
  console.log(`${isFound ? '✔' : '✘'} ${basename(file)}: ${breaks}`);
  console.log(`    found by: ${isFound ? finders.join(', ') : 'nothing'}`);
  return isFound;
}

function trySlice(patch, before, options) {
  if (!plant(patch)) {
    return false;
  }
  const tests = news(failingTests(), before.tests);
  const fuzzed = news(fuzzFailures(options), before.fuzzed);
  return report(patch, [
    ...(fuzzed.length > 0 ? [`the fuzz (${fuzzed.length} failures)`] : []),
    ...(tests.length > 0 ? [`cargo test (${tests.slice(0, 3).join(', ')})`] : []),
  ]);
}

/** The checks, one after another, until one finds it. */
async function tryFutures(patch, checks) {
  if (!plant(patch)) {
    return false;
  }
  for (const check of patch.checks ?? allChecks(TREE)) {
    const found = await checks.news(check);
    if (found.length > 0) {
      return report(patch, [`${check} (${found.slice(0, 3).join('; ')})`]);
    }
  }
  return report(patch, []);
}

/** Builds the copy without a patch. */
function buildBefore(needsRust) {
  copyTree(projectFolder, TREE);
  const problem = buildWith(needsRust);
  if (problem !== undefined) {
    throw new PlainError(`the copy does not compile:\n${problem}`);
  }
}

async function trySlices(patches, options) {
  buildBefore(true);
  const before = { tests: failingTests(), fuzzed: fuzzFailures(options) };
  console.log(`without a patch: ${before.tests.size} tests fail, the fuzz finds ${before.fuzzed.size} failures`);
  return patches.filter((patch) => trySlice(patch, before, options)).length;
}

async function tryAllFutures(patches) {
  buildBefore(patches.some(({ needsRust }) => needsRust));
  const checks = new FutureChecks(TREE);
  await checks.lookBefore(new Set(patches.flatMap((patch) => patch.checks ?? allChecks(TREE))));
  let found = 0;
  for (const patch of patches) {
    found += (await tryFutures(patch, checks)) ? 1 : 0;
  }
  return found;
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: 'all' },
      programs: { type: 'string', default: '600' },
      seed: { type: 'string', default: '7' },
    },
  });
  const given = readPatches(positionals);
  const slices = given.filter(({ isOfSlice }) => isOfSlice && values.only !== 'src');
  const futures = given.filter(({ isOfSlice }) => !isOfSlice && values.only !== 'crate');
  mkdirSync(WORK, { recursive: true });
  writeFileSync(join(WORK, '.gitignore'), '*\n');
  let found = 0;
  if (futures.length > 0) {
    found += await tryAllFutures(futures);
  }
  if (slices.length > 0) {
    found += await trySlices(slices, values);
  }
  const tried = futures.length + slices.length;
  console.log(`${found} of ${tried} found`);
  process.exitCode = found === tried ? 0 : 1;
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
