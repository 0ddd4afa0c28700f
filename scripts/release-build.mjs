// npm run build:release [-- TARGET]
// The addon as it is published, into src/binding. For Linux it is linked by zig: an addon for glibc then loads on
// every system since 2012 (glibc 2.17), where one that is linked on this machine asks for this machine's glibc; and
// the addons for musl and for arm64 need no further compiler. macOS and Windows build with what they have.
import { join } from 'node:path';
import { mustRun, npm, PlainError, projectFolder, run, withPath } from './command.mjs';
import { compareVersions, newestGlibc } from './glibc.mjs';
import { installPackages } from './setup/packages.mjs';
import { pythonToolFolder } from './tools/python-tool.mjs';

const OLDEST_GLIBC = '2.17';

/** Rust's name for this machine. */
function hostTarget() {
  const { stdout } = mustRun('rustc', ['-vV']);
  return /^host: (.+)$/m.exec(stdout)[1];
}

/** The name in the file is Node's: x86_64-unknown-linux-gnu is linux-x64-gnu. */
function linuxAddon(target) {
  const architecture = target.startsWith('aarch64') ? 'arm64' : 'x64';
  return join(projectFolder, 'src', 'binding', `nogil.linux-${architecture}-${target.split('-').at(-1)}.node`);
}

function checkGlibc(target) {
  const newest = newestGlibc(linuxAddon(target));
  const isMusl = target.endsWith('-musl');
  if (isMusl ? newest !== undefined : newest === undefined || compareVersions(newest, OLDEST_GLIBC) > 0) {
    throw new PlainError(`the addon for ${target} needs glibc ${newest ?? 'not at all'}`);
  }
  console.log(isMusl ? 'needs no glibc' : `needs glibc ${newest} (at most ${OLDEST_GLIBC})`);
}

function build(target) {
  installPackages('.');
  if (!target.includes('-linux-')) {
    npm(['run', '--silent', 'build:native', '--', '--target', target], { shown: true });
    return;
  }
  // cargo-zigbuild takes the version of glibc from the end of the target's name.
  const versioned = target.endsWith('-gnu') ? `${target}.${OLDEST_GLIBC}` : target;
  const env = withPath([pythonToolFolder('cargo-zigbuild')]);
  npm(['run', '--silent', 'build:native', '--', '--cross-compile', '--target', versioned], { shown: true, env });
  checkGlibc(target);
}

try {
  if (run('cargo', ['--version']).code !== 0) {
    throw new PlainError('cargo was not found: install Rust, https://rustup.rs says how');
  }
  build(process.argv[2] ?? hostTarget());
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
