// A second addon, for tests alone, whose native tasks go wrong when they are asked to (`crate/binding/src/faults.rs`).
// It is never packed. Not optimized: that takes seconds, and faults need no speed.
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, projectFolder } from '../command.mjs';
import { filesUnder, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { requireRust, SOURCES } from './native.mjs';

const FOLDER = 'build/fault-injection';
const STAMP = `${FOLDER}/.stamp`;
export const FAULTS_ADDON = `${FOLDER}/nogil.node`;

const LIBRARIES = { darwin: 'libnogil_binding.dylib', win32: 'nogil_binding.dll' };

/** Where cargo puts what it builds; an environment or a configuration may say where. */
function targetFolder() {
  const args = ['metadata', '--format-version', '1', '--no-deps'];
  return JSON.parse(mustRun('cargo', args).stdout).target_directory;
}

export function buildFaults() {
  const hash = fingerprint(filesUnder(SOURCES), [process.platform, process.arch]);
  const addon = join(projectFolder, FAULTS_ADDON);
  if (readStamp(STAMP)?.hash === hash && existsSync(addon)) {
    return;
  }
  requireRust();
  console.log('building the addon with faults');
  mustRun('cargo', ['build', '--quiet', '-p', 'nogil-binding', '--features', 'fault-injection'], { shown: true });
  mkdirSync(join(projectFolder, FOLDER), { recursive: true });
  const library = LIBRARIES[process.platform] ?? 'libnogil_binding.so';
  // Renamed into place: writing into an addon that a running process has mapped would crash that process.
  copyFileSync(join(targetFolder(), 'debug', library), `${addon}.new`);
  renameSync(`${addon}.new`, addon);
  writeStamp(STAMP, { hash });
}
