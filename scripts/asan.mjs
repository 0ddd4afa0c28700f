// npm run test:asan: the addon under AddressSanitizer, inside Node: threads that end while native code reads their
// memory, or while their pools work. Linux with gcc only.
//
// A sanitizer that finds nothing proves nothing until it has found something: first a build runs in which the gate in
// front of shared memory stays open (feature `open-gate`), and that must be reported; then the real one, quiet.
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, PlainError, projectFolder, run } from './command.mjs';
import { prepare } from './setup/prepare.mjs';

const TARGET = 'x86_64-unknown-linux-gnu';
const TARGET_FOLDER = join(projectFolder, 'target/asan');
/** Reads memory of a thread that is terminated meanwhile. */
const READS_WHILE_TERMINATED = 'terminate-during-hash';
const SCENARIOS = [
  READS_WHILE_TERMINATED,
  'exit-while-native',
  'exit-while-busy',
  'exit-while-idle',
  'worker-exits',
  'both-workers-die-with-a-queue',
  'shutdown-while-busy',
  'terminate-busy-user-worker',
  'twenty-workers-terminate-while-loading',
];
const EXPECTED_CODES = { 'exit-while-native': 7, 'exit-while-busy': 7, 'exit-while-idle': 7 };
/** Milliseconds. Everything is several times slower under the sanitizer. */
const TIMEOUT = 120_000;

/** Builds the addon with the sanitizer, and says where it is. */
function build(name, features) {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: TARGET_FOLDER,
    // The sanitizers are not stable yet, the compiler is.
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: '-Zsanitizer=address',
    CARGO_PROFILE_RELEASE_LTO: 'off',
    CARGO_PROFILE_RELEASE_STRIP: 'none',
    CARGO_PROFILE_RELEASE_DEBUG: '1',
  };
  const args = ['build', '--release', '--quiet', '--target', TARGET, '-p', 'nogil-binding', ...features];
  mustRun('cargo', args, { env, shown: true });
  const addon = join(TARGET_FOLDER, `${name}.node`);
  copyFileSync(join(TARGET_FOLDER, TARGET, 'release/libnogil_binding.so'), addon);
  return addon;
}

function runScenario(addon, scenario) {
  const runtime = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  const env = {
    ...process.env,
    LD_PRELOAD: runtime,
    // Node itself frees little at its end.
    ASAN_OPTIONS: 'detect_leaks=0',
    NAPI_RS_NATIVE_LIBRARY_PATH: addon,
  };
  const program = join(projectFolder, 'build/__test__/fixtures/scenarios.js');
  return run(process.execPath, [program, scenario], { env, timeout: TIMEOUT });
}

const isReport = (output) => output.includes('ERROR: AddressSanitizer');

try {
  prepare('app');
  console.log('building the addon with AddressSanitizer and a planted fault');
  const planted = runScenario(build('planted', ['--features', 'open-gate']), READS_WHILE_TERMINATED);
  if (!isReport(planted.output)) {
    throw new PlainError(`the planted fault was not reported:\n${planted.output}`);
  }
  const [report] = planted.output.match(/ERROR: AddressSanitizer.*/);
  console.log(`planted fault: reported (${report})`);

  console.log('building the real one');
  const addon = build('real', []);
  for (const scenario of SCENARIOS) {
    const { code, output } = runScenario(addon, scenario);
    if (isReport(output) || code !== (EXPECTED_CODES[scenario] ?? 0)) {
      throw new PlainError(`${scenario}: ended with ${code}\n${output}`);
    }
    console.log(`${scenario}: quiet`);
  }
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
