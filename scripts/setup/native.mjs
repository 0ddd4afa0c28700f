// The native addon, built again only when what it is made from has changed.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { answers, npm, PlainError, projectFolder } from '../command.mjs';
import { filesUnder, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';

const STAMP = 'build/.native-stamp';
const OUTPUT = 'src/binding';
export const SOURCES = ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', '.cargo', 'crate'];
const GENERATED = ['binding.cjs', 'binding.d.cts'];

const MISSING_RUST = `The native part of nogil has to be compiled, and cargo, Rust's build tool, was not found.
Install Rust 1.95 or later: the page https://rustup.rs has one command for it.
Then open a new terminal, so that PATH knows cargo, and run this again.`;

function sourcesFingerprint() {
  const { version, napi, scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  // The loader that is generated knows the package's names and version; the command decides everything else.
  const facts = [version, napi, scripts['build:native'], process.platform, process.arch];
  return fingerprint(filesUnder(SOURCES), facts);
}

export function requireRust() {
  if (!answers('cargo')) {
    throw new PlainError(MISSING_RUST);
  }
}

/** The addons that lie beside the generated loader; there is one for each platform that was built here. */
export function builtAddons() {
  const folder = join(projectFolder, OUTPUT);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.node')) : [];
}

function newestAddon() {
  const age = (name) => statSync(join(projectFolder, OUTPUT, name)).mtimeMs;
  const addons = builtAddons();
  if (addons.length === 0) {
    throw new PlainError(`the build of the native addon left no .node file in ${OUTPUT}`);
  }
  return addons.reduce((newest, name) => (age(name) > age(newest) ? name : newest));
}

export function buildNative() {
  // Taken before the build: a file that is edited meanwhile makes the result stale, as it should.
  const hash = sourcesFingerprint();
  const stamp = readStamp(STAMP);
  const made = stamp === undefined ? [] : [...GENERATED, stamp.addon];
  if (stamp?.hash === hash && made.every((name) => existsSync(join(projectFolder, OUTPUT, name)))) {
    return;
  }
  requireRust();
  console.log('building the native addon (release, about a minute the first time, 20 s later)');
  npm(['run', '--silent', 'build:native'], { shown: true });
  writeStamp(STAMP, { hash, addon: newestAddon() });
}
