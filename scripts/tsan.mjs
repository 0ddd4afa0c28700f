// npm run test:tsan: the runtime without Node under ThreadSanitizer (crate/core/examples/stress.rs). Linux only: the
// sanitizer's runtime cannot be loaded into Node, which was not built with it.
//
// A sanitizer that finds nothing proves nothing until it has found something: first the program runs with a planted
// race, which must be reported; then the real one, quiet.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, PlainError, projectFolder, run } from './command.mjs';

const TARGET = 'x86_64-unknown-linux-gnu';
const TARGET_FOLDER = join(projectFolder, 'target/tsan');
/** Milliseconds. Everything is several times slower under the sanitizer. */
const TIMEOUT = 300_000;

/**
 * The standard library is not built with the sanitizer, so it does not see what orders the threads there. Only what
 * happens directly in it is left out: a race in our own code that the library has called counts.
 */
const UNSEEN_LIBRARY = ['race_top:std::', 'race_top:core::', 'race_top:alloc::'];

/**
 * The last owner of an Arc synchronizes with the others by a fence, which the sanitizer does not know. What is freed
 * there is the last owner's alone in safe Rust.
 */
const UNKNOWN_FENCES = [
  'race:alloc::sync::Arc<*>::drop_slow',
  'race:alloc::sync::Weak<* as core::ops::drop::Drop>::drop',
];
const SUPPRESSIONS = [...UNSEEN_LIBRARY, ...UNKNOWN_FENCES];

function build() {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: TARGET_FOLDER,
    // The sanitizers are not stable yet, the compiler is.
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: '-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer -Zunstable-options',
    CARGO_PROFILE_RELEASE_LTO: 'off',
    CARGO_PROFILE_RELEASE_STRIP: 'none',
    CARGO_PROFILE_RELEASE_DEBUG: '1',
  };
  const args = ['build', '--release', '--quiet', '--target', TARGET, '-p', 'nogil-core', '--example', 'stress'];
  mustRun('cargo', args, { env, shown: true });
  return join(TARGET_FOLDER, TARGET, 'release/examples/stress');
}

function runStress(program, args) {
  mkdirSync(TARGET_FOLDER, { recursive: true });
  const suppressions = join(TARGET_FOLDER, 'suppressions.txt');
  writeFileSync(suppressions, `${SUPPRESSIONS.join('\n')}\n`);
  const env = { ...process.env, TSAN_OPTIONS: `suppressions=${suppressions}` };
  return run(program, args, { env, timeout: TIMEOUT });
}

const isReport = (output) => output.includes('WARNING: ThreadSanitizer');

try {
  console.log('building the stress program with ThreadSanitizer');
  const program = build();
  const planted = runStress(program, ['planted']);
  if (!isReport(planted.output)) {
    throw new PlainError(`the planted race was not reported:\n${planted.output}`);
  }
  const [report] = planted.output.match(/SUMMARY: ThreadSanitizer.*/);
  console.log(`planted race: reported (${report})`);
  const { code, output } = runStress(program, []);
  if (isReport(output) || code !== 0) {
    throw new PlainError(`the real one ended with ${code}\n${output}`);
  }
  console.log('the real one: quiet');
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
